/** Apache ECharts with the parts that this page draws and no more. */
import { LineChart } from 'echarts/charts';
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';

use([LineChart, GridComponent, TooltipComponent, AxisPointerComponent, CanvasRenderer]);

export type ChartOption = ComposeOption<LineSeriesOption | GridComponentOption | TooltipComponentOption>;
export type Chart = EChartsType;

export function createChart(host: HTMLElement): Chart {
  return init(host, null, { renderer: 'canvas' });
}
