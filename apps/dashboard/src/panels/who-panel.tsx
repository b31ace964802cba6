import { ageBands, type Summary, type SummaryGroup } from '@thelook/feed';
import type { NumberFormat } from '../model/number-format.js';
import type { Dimension, Filters } from '../model/view-state.js';
import { BarList } from './bar-panel.js';
import { Panel } from './panel.js';

interface WhoPanelProps {
  summary: Summary | undefined;
  filters: Filters;
  onToggle: (dimension: Dimension, value: string) => void;
  format: NumberFormat;
}

const customers: Readonly<Record<string, string>> = {
  new: 'New customers',
  returning: 'Returning customers',
};

/** Who buys: new and returning customers, for men and for women, and of which age. */
export function WhoPanel({ summary, filters, onToggle, format }: WhoPanelProps) {
  const ages = summary ? ageBands.map((key) => groupOf(summary.by_age, key)) : none;
  return (
    <Panel title="Who buys" className="area-who who">
      <BarList
        by="customer"
        groups={summary?.by_customer ?? none}
        format={format}
        name={(key) => customers[key] ?? key}
      />
      <BarList
        by="department"
        groups={summary?.by_department ?? none}
        others={summary?.others.department ?? none}
        chosen={filters.department}
        onToggle={onToggle}
        format={format}
      />
      <BarList by="age" groups={ages} format={format} isOrdered />
    </Panel>
  );
}

function groupOf(groups: readonly SummaryGroup[], key: string): SummaryGroup {
  return groups.find((group) => group.key === key) ?? { key, items: 0, sales: 0, cost: 0 };
}

const none: readonly never[] = [];
