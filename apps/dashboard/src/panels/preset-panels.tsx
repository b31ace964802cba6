import type { ReactNode } from 'react';
import type { Summary } from '@thelook/feed';
import type { Figures } from '../model/figures.js';
import type { NumberFormat } from '../model/number-format.js';
import type { SaleSpan } from '../model/sale-spans.js';
import type { Dimension, Filters, Preset } from '../model/view-state.js';
import { BarPanel } from './bar-panel.js';
import { FiguresPanel } from './figures.js';
import { FlowPanel } from './flow-panel.js';
import { FunnelPanel } from './funnel-panel.js';
import { ProductsPanel } from './products-panel.js';
import { SalesLinePanel } from './sales-line-panel.js';
import { StockPanel } from './stock-panel.js';
import { ChangesTicker, NewestItems } from './ticker.js';
import { WherePanel } from './where-panel.js';
import { WhoPanel } from './who-panel.js';

export interface PresetPanelsProps {
  preset: Preset;
  summary: Summary | undefined;
  figures: Figures | undefined;
  /** The parts of the window on sale days. */
  sales: readonly SaleSpan[];
  /** Length of the window, minutes. */
  minutes: number;
  filters: Filters;
  isFiltered: boolean;
  onToggle: (dimension: Dimension, value: string) => void;
  format: NumberFormat;
}

type PanelName =
  | 'figures'
  | 'line'
  | 'where'
  | 'flow'
  | 'newest'
  | 'changes'
  | 'funnel'
  | 'products'
  | 'stock'
  | 'category'
  | 'source'
  | 'brands'
  | 'who';

/** The panels of each preset, in the order in which they are read. The stylesheet places them. */
const panelsOf: Record<Preset, readonly PanelName[]> = {
  overview: [
    ...(['figures', 'line', 'where', 'flow', 'newest', 'changes'] as const),
    ...(['funnel', 'products', 'stock', 'category', 'source', 'brands', 'who'] as const),
  ],
  operations: ['figures', 'flow', 'funnel', 'changes', 'newest', 'line', 'products', 'stock', 'category'],
  wall: ['figures', 'line', 'where', 'flow', 'newest'],
};

/** Lines of the lists: as many as end with what stands beside them, and on a wall as fit without scrolling. */
const lines: Record<Preset, { countries: number; ticker: number; changes: number }> = {
  overview: { countries: 12, ticker: 8, changes: 3 },
  operations: { countries: 9, ticker: 8, changes: 8 },
  wall: { countries: 8, ticker: 6, changes: 6 },
};

/** The panels that a preset has. */
export function PresetPanels({ preset, ...props }: PresetPanelsProps) {
  const { summary, filters, onToggle, format } = props;
  const { countries, ticker, changes } = lines[preset];
  const panels: Record<PanelName, () => ReactNode> = {
    figures: () => <FiguresPanel {...props} />,
    line: () => <SalesLinePanel {...props} />,
    where: () => <WherePanel {...props} chosen={filters.country} limit={countries} />,
    flow: () => <FlowPanel {...props} chosen={filters.status} />,
    newest: () => <NewestItems items={summary?.newest ?? none} limit={ticker} format={format} />,
    changes: () => (
      <ChangesTicker
        changes={summary ? summary.status_changes?.newest : none}
        limit={changes}
        format={format}
      />
    ),
    funnel: () => <FunnelPanel visits={summary?.visits} isFiltered={props.isFiltered} format={format} />,
    products: () => <ProductsPanel products={summary?.top_products ?? none} format={format} />,
    stock: () => <StockPanel stock={summary && summary.stock} format={format} />,
    category: () => (
      <BarPanel
        title="Revenue by category"
        className="area-category"
        by="category"
        groups={summary?.by_category ?? none}
        others={summary?.others.category ?? none}
        chosen={filters.category}
        onToggle={onToggle}
        format={format}
      />
    ),
    source: () => (
      <BarPanel
        title="Revenue by traffic source"
        className="area-source"
        by="traffic_source"
        groups={summary?.by_traffic_source ?? none}
        others={summary?.others.traffic_source ?? none}
        chosen={filters.traffic_source}
        onToggle={onToggle}
        format={format}
      />
    ),
    brands: () => (
      <BarPanel
        title="Top brands"
        className="area-brands"
        by="brand"
        groups={summary?.top_brands ?? none}
        format={format}
      />
    ),
    who: () => <WhoPanel {...props} />,
  };
  return panelsOf[preset].map((name) => <Placed key={name}>{panels[name]()}</Placed>);
}

/** Keeps a panel the same from one preset to another. */
function Placed({ children }: { children: ReactNode }) {
  return children;
}

const none: readonly never[] = [];
