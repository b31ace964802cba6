import type { EChartsCoreOption } from 'echarts/core';
import type { ColumnsRead } from '../check.js';

/** A row of what a plot shows. */
export type PlotRow = Readonly<Record<string, string | number | null>>;

/** A picture of the shop: what it reads, and how it is drawn. */
export interface Plot {
  readonly title: string;
  /** What can be seen, in a sentence. */
  readonly tells: string;
  readonly reads: ColumnsRead;
  /** As those of checks: with `shop_time(COLUMN)` and `:now`. */
  readonly statement: string;
  /** @param rows one at least */
  readonly option: (rows: readonly PlotRow[]) => EChartsCoreOption;
}

export const texts = (rows: readonly PlotRow[], column: string): string[] =>
  rows.map((row) => String(row[column]));
export const numbers = (rows: readonly PlotRow[], column: string): number[] =>
  rows.map((row) => Number(row[column]));

const percent = { formatter: (share: number): string => `${Math.round(100 * share)} %` };

/** Axes of a plot with names below and numbers, or shares, at the left. */
export function axes(names: readonly string[], unit: 'share' | 'count' = 'count'): EChartsCoreOption {
  return {
    grid: { left: 56, right: 24, top: 40, bottom: 56 },
    xAxis: { type: 'category', data: names, axisLabel: { hideOverlap: true } },
    yAxis: { type: 'value', ...(unit === 'share' && { axisLabel: percent }) },
  };
}

/** Bars that lie, for long names: the first one at the top. */
export function lyingBars(names: readonly string[], shares: readonly number[]): EChartsCoreOption {
  return {
    grid: { left: 260, right: 48, top: 16, bottom: 32 },
    xAxis: { type: 'value', axisLabel: percent },
    yAxis: {
      type: 'category',
      data: names,
      inverse: true,
      axisLabel: { width: 240, overflow: 'truncate', interval: 0, fontSize: 10 },
    },
    series: [{ type: 'bar', data: shares }],
  };
}

/** A field of shares or counts, the darker the more. */
export function heat(
  { columns, lines }: { columns: readonly string[]; lines: readonly string[] },
  cells: readonly (readonly [column: number, line: number, value: number])[],
): EChartsCoreOption {
  const values = cells.map(([, , value]) => value);
  return {
    grid: { left: 96, right: 24, top: 16, bottom: 40 },
    xAxis: { type: 'category', data: columns },
    yAxis: { type: 'category', data: lines, inverse: true },
    visualMap: {
      min: Math.min(...values),
      max: Math.max(...values),
      show: false,
      inRange: { color: ['#f3f6fb', '#9dbce0', '#2f6db5', '#123a6b'] },
    },
    series: [{ type: 'heatmap', data: cells }],
  };
}
