import { useEffect, useLayoutEffect, useRef } from 'react';
import { createChart, type Chart as EChart, type ChartOption } from './echarts.js';
import { paletteAt, type Palette } from './palette.js';

export interface ChartProps {
  /** What to draw, in the colours given; a new function draws anew. */
  option: (palette: Palette) => ChartOption;
  className?: string;
}

/** A canvas that keeps the size of its box and the colours of its page. Screen readers get words elsewhere. */
export function Chart({ option, className = 'chart' }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChart>(undefined);
  const draw = useRef<() => void>(undefined);

  // In step with the page's elements: a box that is gone must not be drawn into.
  useLayoutEffect(() => {
    const element = host.current!;
    const instance = createChart(element);
    chart.current = instance;
    const redraw = () => draw.current?.();
    const observer = new ResizeObserver(() => {
      instance.resize();
      redraw();
    });
    observer.observe(element);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const queries = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'].map((query) =>
      matchMedia(query),
    );
    for (const query of queries) query.addEventListener('change', redraw);
    return () => {
      for (const query of queries) query.removeEventListener('change', redraw);
      theme.disconnect();
      observer.disconnect();
      chart.current = undefined;
      instance.dispose();
    };
  }, []);

  useEffect(() => {
    draw.current = () => {
      if (!chart.current) return;
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      chart.current.setOption({
        ...option(paletteAt(host.current!)),
        ...(still ? { animation: false } : {}),
      });
    };
    draw.current();
  }, [option]);

  return <div ref={host} className={className} aria-hidden="true" />;
}
