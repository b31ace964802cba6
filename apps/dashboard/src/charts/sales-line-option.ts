import type { NumberFormat } from '../model/number-format.js';
import { axisTop, type SalesPoint } from '../model/sales-line.js';
import type { ChartOption } from './echarts.js';
import type { Palette } from './palette.js';

export interface SalesLineData {
  points: readonly SalesPoint[];
  /** Of the window before, moved to where this one is; none where it is not known. */
  pointsBefore: readonly SalesPoint[];
  stepSeconds: number;
  /** Both ends of the window, milliseconds since 1970. */
  from: number;
  to: number;
  /** How long the line takes to move to where it stands next, milliseconds. */
  moveMs: number;
}

/** A line over three thin rules, with the time below and no more ink than that. */
export function salesLineOption(data: SalesLineData, palette: Palette, format: NumberFormat): ChartOption {
  const { points, pointsBefore, stepSeconds, from, to, moveMs } = data;
  const { color, font, rem } = palette;
  const text = { color: color('--quiet'), fontFamily: font, fontSize: rem * 0.8125 };
  const top = axisTop([...points, ...pointsBefore]);
  const minutes = (to - from) / 60_000;
  return {
    animationDuration: 0,
    animationDurationUpdate: moveMs,
    animationEasingUpdate: 'linear',
    textStyle: { fontFamily: font },
    grid: { left: 0, right: 0, top: rem * 1.5, bottom: rem * 1.6, outerBoundsMode: 'none' },
    tooltip: {
      trigger: 'axis',
      // Drawn on the canvas: markup with style attributes is what the Content-Security-Policy forbids.
      renderMode: 'richText',
      backgroundColor: color('--raised'),
      borderColor: color('--rule'),
      padding: [rem * 0.4, rem * 0.6],
      textStyle: { color: color('--ink'), fontFamily: font, fontSize: rem * 0.8125 },
      axisPointer: { type: 'line', lineStyle: { color: color('--quiet'), type: 'solid', width: 1 } },
      formatter: (hovered) => {
        const lines = Array.isArray(hovered) ? hovered : [hovered];
        const [at, sales] = lines.at(-1)?.value as [number, number];
        return `${format.time(at)}  ${format.money(sales)} in ${format.seconds(stepSeconds)}`;
      },
    },
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      minInterval: minutes <= 1 ? 15_000 : 60_000,
      splitNumber: 5,
      axisLine: { lineStyle: { color: color('--rule') } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...text,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        formatter(at) {
          // On a phone, half of a time this close to an end would be cut off.
          if (Math.min(at - from, to - at) < (to - from) * 0.05) return '';
          return minutes <= 1 ? format.time(at) : format.shortTime(at);
        },
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: top,
      interval: top / 2,
      splitLine: { lineStyle: { color: color('--rule') } },
      axisLabel: {
        ...text,
        // Stays readable where the line runs behind it.
        textBorderColor: color('--paper'),
        textBorderWidth: rem * 0.25,
        inside: true,
        margin: 0,
        verticalAlign: 'bottom',
        padding: [0, 0, rem * 0.15, 0],
        showMinLabel: false,
        formatter: (dollars) => format.shortMoney(dollars),
      },
      z: 10,
    },
    series: [
      {
        type: 'line',
        name: 'before',
        silent: true,
        step: 'end',
        symbol: 'none',
        lineStyle: { color: color('--line-before'), width: 1 },
        data: pointsBefore.map(([at, sales]) => ({ name: String(at), value: [at, sales] })),
      },
      {
        type: 'line',
        name: 'now',
        // What was measured and no more: so much in each step, and nothing between two.
        step: 'end',
        symbolSize: rem * 0.5,
        lineStyle: { color: color('--line'), width: rem * 0.11, join: 'miter' },
        itemStyle: { color: color('--line') },
        areaStyle: { color: color('--line-fill') },
        // A name for each point: the line slides to the left instead of changing shape under the reader's eyes.
        data: points.map(([at, sales], index) => ({
          name: String(at),
          value: [at, sales],
          symbol: index === points.length - 1 ? 'circle' : 'none',
        })),
      },
    ],
  };
}
