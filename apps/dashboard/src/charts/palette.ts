/** The page's colours and type as a canvas needs them: resolved for the scheme in force now. */
export interface Palette {
  color(token: `--${string}`): string;
  font: string;
  /** Pixels of one rem. */
  rem: number;
}

/** Reads the palette that holds at `host`; its values change with the colour scheme and the width of the window. */
export function paletteAt(host: HTMLElement): Palette {
  const style = getComputedStyle(host);
  return {
    color(token) {
      // Only a property that takes colours resolves light-dark().
      const probe = document.createElement('i');
      probe.style.color = `var(${token})`;
      host.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    },
    font: style.fontFamily,
    rem: Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
  };
}
