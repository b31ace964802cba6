import { BarChart, FunnelChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, VisualMapComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Verification } from '../finding.js';
import { findingRows, findingSummary, shopLine } from '../finding-table.js';
import type { Plot } from './plot.js';

use([
  BarChart,
  FunnelChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  SVGRenderer,
  VisualMapComponent,
]);

/** What became of a plot: how it is drawn, or why it is not. */
export interface Drawn {
  plot: Plot;
  drawn: { option: EChartsCoreOption } | { missing: string };
}

const [WIDTH, HEIGHT] = [720, 360];
const colours = ['#2f6db5', '#d1702b', '#4a9a62', '#9a4a86'];

function svgOf(option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption({ animation: false, color: colours, textStyle: { fontFamily: 'sans-serif' }, ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

const style = `
  body { font: 15px/1.45 system-ui, sans-serif; color: #1c2733; background: #f3f5f8; margin: 0 auto; max-width: 1500px; padding: 24px }
  h1 { font-size: 24px } h2 { font-size: 17px; margin: 0 } p { margin: 4px 0 8px; color: #4b5b6b }
  main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 600px), 1fr)); gap: 16px }
  section { background: #fff; border-radius: 8px; padding: 16px; overflow-x: auto } svg { width: 100%; height: auto }
  table { border-collapse: collapse; font-size: 13px; width: 100% } td, th { text-align: left; padding: 2px 12px 2px 0 }
  .violated { color: #a3261b; font-weight: 600 } .skipped { color: #75828f }`;

/** One page with all plots and findings, which needs nothing else to be looked at. */
export function reportPage(verification: Verification, plots: readonly Drawn[]): string {
  const sections = plots.map(({ plot: { title, tells }, drawn }) => {
    const picture =
      'option' in drawn ? svgOf(drawn.option) : `<p class="skipped">${escaped(drawn.missing)}</p>`;
    return `<section><h2>${escaped(title)}</h2><p>${escaped(tells)}</p>${picture}</section>`;
  });
  const [head, ...rows] = findingRows(verification.findings);
  const cells = (row: readonly string[], tag: string): string =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('');
  const lines = rows.map((row, place) => {
    return `<tr class="${verification.findings[place]!.verdict}">${cells(row, 'td')}</tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>theLook: ${escaped(verification.schema)}</title><style>${style}</style></head><body>
<h1>theLook</h1><p>${escaped(shopLine(verification))}</p><main>${sections.join('\n')}</main>
<section><h2>Checks</h2><p>${escaped(findingSummary(verification.findings))}</p>
<table><tr>${cells(head!, 'th')}</tr>${lines.join('\n')}</table></section></body></html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
