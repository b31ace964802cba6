import type { StatusPart } from '../model/status-mix.js';
import type { ChartOption } from './echarts.js';
import type { Palette } from './palette.js';

/** One strip, cut where the statuses meet. */
export function statusMixOption(parts: readonly StatusPart[], palette: Palette): ChartOption {
  return {
    animationDuration: 300,
    animationDurationUpdate: 300,
    grid: { left: 0, right: 0, top: 0, bottom: 0, containLabel: false },
    xAxis: { type: 'value', min: 0, max: 1, show: false },
    yAxis: { type: 'category', data: [''], show: false },
    series: parts.map(({ status, share }) => ({
      type: 'bar',
      name: status,
      stack: 'status',
      silent: true,
      barWidth: '100%',
      data: [share],
      itemStyle: {
        color: palette.color(`--status-${status}`),
        borderColor: palette.color('--paper'),
        borderWidth: share > 0 ? 1 : 0,
      },
    })),
  };
}
