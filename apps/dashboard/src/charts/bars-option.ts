import type { Bar } from '../model/ranking.js';
import type { ChartOption } from './echarts.js';
import type { Palette } from './palette.js';

/** Plain horizontal bars that fill their box from top to bottom; the words are the page's. */
export function barsOption(bars: readonly Bar[], palette: Palette): ChartOption {
  return {
    animationDuration: 300,
    animationDurationUpdate: 300,
    grid: { left: 0, right: 0, top: 0, bottom: 0, containLabel: false },
    xAxis: { type: 'value', min: 0, max: 1, show: false },
    // By place and not by name: when two change places, their words do so at once, and no bar may travel after them.
    yAxis: { type: 'category', inverse: true, data: bars.map((_bar, place) => place), show: false },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: '82%',
        data: bars.map(({ length, chosen }) => ({
          value: length,
          itemStyle: {
            color: palette.color(chosen ? '--bar-chosen' : '--bar'),
            borderRadius: palette.rem * 0.15,
          },
        })),
      },
    ],
  };
}
