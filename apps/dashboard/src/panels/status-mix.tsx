import { useCallback, useMemo } from 'react';
import type { SummaryGroup } from '@thelook/feed';
import { Chart } from '../charts/chart.js';
import type { Palette } from '../charts/palette.js';
import { statusMixOption } from '../charts/status-mix-option.js';
import type { NumberFormat } from '../model/number-format.js';
import { statusMix } from '../model/status-mix.js';
import type { Dimension } from '../model/view-state.js';
import { Panel } from './panel.js';

interface StatusMixProps {
  groups: readonly SummaryGroup[];
  chosen: readonly string[];
  onToggle: (dimension: Dimension, value: string) => void;
  format: NumberFormat;
}

/** How far the items of the window have come, as one strip and a line for each status. */
export function StatusMixPanel({ groups, chosen, onToggle, format }: StatusMixProps) {
  const parts = useMemo(() => statusMix(groups, chosen), [groups, chosen]);
  const option = useCallback((palette: Palette) => statusMixOption(parts, palette), [parts]);
  return (
    <Panel title="Order status" note="items">
      <div data-dimension="status">
        <Chart className="mix-strip" option={option} />
        <ul>
          {parts.map(({ status, items, share, chosen: isChosen }) => (
            <li key={status}>
              <button
                type="button"
                className="bars-line mix-line"
                data-key={status}
                data-items={items}
                aria-pressed={isChosen}
                onClick={() => onToggle('status', status)}
              >
                <span className={`mix-swatch mix-${status}`} aria-hidden="true" />
                <span className="bars-name">{status}</span>
                <span className="bars-share">{format.share(share)}</span>
                <span className="bars-amount">{format.count(items)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
