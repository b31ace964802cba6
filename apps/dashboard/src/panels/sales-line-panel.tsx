import { useCallback } from 'react';
import type { Summary } from '@thelook/feed';
import { Chart } from '../charts/chart.js';
import type { Palette } from '../charts/palette.js';
import { salesLineOption } from '../charts/sales-line-option.js';
import type { NumberFormat } from '../model/number-format.js';
import { lineBefore, salesLine } from '../model/sales-line.js';
import type { SaleSpan } from '../model/sale-spans.js';
import { inWords } from '../model/view-state.js';
import { EmptyWindow } from './empty-window.js';
import { Panel } from './panel.js';
import { SaleBands } from './sale-bands.js';

interface SalesLinePanelProps {
  summary: Summary | undefined;
  /** The parts of the window on sale days. */
  sales: readonly SaleSpan[];
  minutes: number;
  isFiltered: boolean;
  format: NumberFormat;
}

/** Sales over the window, above those of the window before, with its sale days; says so when there are none. */
export function SalesLinePanel({ summary, sales, minutes, isFiltered, format }: SalesLinePanelProps) {
  const option = useCallback(
    (palette: Palette) => {
      const to = summary?.at ?? Date.now();
      const { series, window_seconds = minutes * 60, before } = summary ?? {};
      const points = series ? salesLine(series, to, window_seconds) : [];
      const pointsBefore = series && before ? lineBefore(before, series, window_seconds) : [];
      const stepSeconds = series?.step_seconds ?? 0;
      const data = { points, pointsBefore, stepSeconds, from: to - minutes * 60_000, to, moveMs: 500 };
      return salesLineOption(data, palette, format);
    },
    [summary, minutes, format],
  );
  const isEmpty = summary?.items === 0;
  const step = summary ? `dollars in ${stepInWords(summary.series.step_seconds)}` : '';
  const note = [
    step,
    ...(summary?.before ? [`grey: the ${inWords(minutes)} before`] : []),
    ...(sales.length > 0 ? ['hatched: sale days'] : []),
  ].join('; ');
  return (
    <Panel title="Sales over the window" note={note} className="area-line sales-line">
      <div
        className="sales-line-chart"
        data-points={summary?.series.sales_per_second.length}
        data-sum={summary && sumOf(summary)}
      >
        <SaleBands spans={sales} format={format} />
        <Chart option={option} />
        {isEmpty && <EmptyWindow minutes={minutes} isFiltered={isFiltered} />}
      </div>
    </Panel>
  );
}

function stepInWords(seconds: number): string {
  if (seconds === 60) return 'a minute';
  return seconds === 1 ? 'a second' : `${seconds} seconds`;
}

/** What the line adds up to, which has to be the total beside it. */
function sumOf({ series, at, window_seconds }: Summary): number {
  const steps = salesLine(series, at, window_seconds).slice(0, -1);
  return Math.round(steps.reduce((sum, [, dollars]) => sum + dollars, 0) * 100) / 100;
}
