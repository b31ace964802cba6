import { useCallback } from 'react';
import type { Summary } from '@thelook/feed';
import { Chart } from '../charts/chart.js';
import type { Palette } from '../charts/palette.js';
import { salesLineOption } from '../charts/sales-line-option.js';
import type { NumberFormat } from '../model/number-format.js';
import { salesLine } from '../model/sales-line.js';
import { EmptyWindow } from './empty-window.js';
import { Panel } from './panel.js';

interface SalesLinePanelProps {
  summary: Summary | undefined;
  minutes: number;
  isFiltered: boolean;
  format: NumberFormat;
}

/** Sales over the window; says so when there are none. */
export function SalesLinePanel({ summary, minutes, isFiltered, format }: SalesLinePanelProps) {
  const option = useCallback(
    (palette: Palette) => {
      const to = summary?.at ?? Date.now();
      const points = summary ? salesLine(summary.series, summary.at, summary.window_seconds) : [];
      const data = { points, from: to - minutes * 60_000, to, moveMs: 500 };
      return salesLineOption(data, palette, format);
    },
    [summary, minutes, format],
  );
  const isEmpty = summary?.items === 0;
  return (
    <Panel title="Sales over the window" note="dollars a minute" className="area-line sales-line">
      <div className="sales-line-chart">
        {isEmpty ? <EmptyWindow minutes={minutes} isFiltered={isFiltered} /> : <Chart option={option} />}
      </div>
    </Panel>
  );
}
