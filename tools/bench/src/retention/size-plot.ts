import type { SizeSample } from './size-samples.js';

const [WIDTH, HEIGHT] = [720, 320];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 64, 40, 48];

/**
 * The size of a shop over time, and how much it holds, as an SVG image that is readable on its own.
 *
 * @param title what was run
 */
export function sizePlot(samples: readonly SizeSample[], title: string): string {
  const minutes = scale(samples.map(({ minute }) => minute));
  const sizes = scale(samples.map(({ megabytes }) => megabytes));
  const events = scale(samples.map((sample) => sample.events / 1_000));
  const x = (minute: number) => round(LEFT + (minute / minutes.end) * (WIDTH - LEFT - RIGHT));
  const y = (part: number) => round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM));
  const line = (parts: readonly number[], style: string) => {
    const points = parts.map((part, place) => `${x(samples[place]!.minute)},${y(part)}`);
    return `<polyline points="${points.join(' ')}" fill="none" ${style}/>`;
  };
  const middle = (TOP + HEIGHT - BOTTOM) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
  <rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
  <text x="${LEFT}" y="24" font-size="14">${title}</text>
  ${sizes.steps
    .map((size) => {
      const at = y(size / sizes.end);
      return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" stroke="#ddd"/>
  <text x="${LEFT - 8}" y="${at + 4}" text-anchor="end">${size}</text>`;
    })
    .join('\n  ')}
  ${events.steps
    .map(
      (count) =>
        `<text x="${WIDTH - RIGHT + 8}" y="${y(count / events.end) + 4}" fill="#777">${count}</text>`,
    )
    .join('\n  ')}
  ${minutes.steps
    .map(
      (minute) => `<text x="${x(minute)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${minute}</text>`,
    )
    .join('\n  ')}
  <text x="${WIDTH / 2}" y="${HEIGHT - 10}" text-anchor="middle">minutes since the shop was opened</text>
  <text transform="translate(16 ${middle}) rotate(-90)" text-anchor="middle" fill="#2563eb">size of the database, MB</text>
  <text transform="translate(${WIDTH - 10} ${middle}) rotate(-90)" text-anchor="middle" fill="#777">web events, thousands</text>
  ${line(
    samples.map((sample) => sample.events / 1_000 / events.end),
    'stroke="#777" stroke-dasharray="4 3"',
  )}
  ${line(
    samples.map(({ megabytes }) => megabytes / sizes.end),
    'stroke="#2563eb" stroke-width="2"',
  )}
</svg>
`;
}

interface Scale {
  /** From 0 on, up to the end: each a round number. */
  steps: number[];
  end: number;
}

function scale(values: readonly number[]): Scale {
  const most = Math.max(...values, 1e-9);
  const rough = 10 ** Math.floor(Math.log10(most / 5));
  const step = rough * [1, 2, 5, 10].find((factor) => most / (rough * factor) <= 6.5)!;
  const count = Math.ceil(most / step);
  return { steps: Array.from({ length: count + 1 }, (_, place) => round(place * step)), end: count * step };
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
