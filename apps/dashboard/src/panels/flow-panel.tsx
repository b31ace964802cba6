import { useMemo } from 'react';
import type { Summary } from '@thelook/feed';
import type { NumberFormat } from '../model/number-format.js';
import { statusFlow, type Station } from '../model/status-flow.js';
import type { Dimension } from '../model/view-state.js';
import { Panel } from './panel.js';

interface FlowPanelProps {
  summary: Summary | undefined;
  chosen: readonly string[];
  onToggle: (dimension: Dimension, value: string) => void;
  format: NumberFormat;
}

/** What the shop says of an item that has come to a status. */
const deeds: Record<Station['status'], string> = {
  Processing: 'ordered',
  Shipped: 'shipped',
  Complete: 'delivered',
  Returned: 'returned',
  Cancelled: 'cancelled',
};

/** How far the orders of the window have come, and what the whole shop has just moved on. */
export function FlowPanel({ summary, chosen, onToggle, format }: FlowPanelProps) {
  const { by_status = none, orders_by_status = none, status_changes } = summary ?? {};
  const stations = useMemo(
    () => statusFlow(by_status, orders_by_status, status_changes, chosen),
    [by_status, orders_by_status, status_changes, chosen],
  );
  const since = status_changes && format.time(status_changes.since);
  return (
    <Panel title="What happens next" note="orders of the window" className="area-flow">
      <ul className="flow" data-dimension="status">
        {stations.map((station) => (
          <li key={station.status} className={`flow-station flow-${station.status}`}>
            <button
              type="button"
              className="flow-button"
              data-key={station.status}
              data-items={station.items}
              data-orders={station.orders}
              aria-pressed={station.chosen}
              onClick={() => onToggle('status', station.status)}
            >
              <span className={`flow-mark mix-${station.status}`} aria-hidden="true" />
              <span className="flow-status">{station.status}</span>
              <span className="flow-orders">{format.count(station.orders)}</span>
            </button>
            {station.came && (
              <span
                className="flow-came"
                data-came={station.came.items}
                data-came-sales={station.came.sales}
                title={`${format.money(station.came.sales)} since ${since}`}
              >
                <span className="flow-count">{format.count(station.came.items)}</span> {deeds[station.status]}
                {(station.status === 'Returned' || station.status === 'Cancelled') && (
                  <span className="flow-money">{format.wholeMoney(station.came.sales)}</span>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className="flow-since">
        {status_changes
          ? `Moved on since ${since}: items of the whole shop, whatever their age and the filters.`
          : 'What moves on is not known: the database’s changes are not followed.'}
      </p>
    </Panel>
  );
}

const none: readonly never[] = [];
