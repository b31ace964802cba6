import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SummaryGroup } from '@thelook/feed';
import { Chart } from '../charts/chart.js';
import type { Palette } from '../charts/palette.js';
import { barsOption } from '../charts/bars-option.js';
import type { NumberFormat } from '../model/number-format.js';
import { rank } from '../model/ranking.js';
import type { Dimension } from '../model/view-state.js';
import { Panel } from './panel.js';

/** As many bars as stand in a column beside the others on one screen. */
const SHOWN = 12;

export interface BarPanelProps {
  title: string;
  dimension: Dimension;
  groups: readonly SummaryGroup[];
  chosen: readonly string[];
  onToggle: (dimension: Dimension, value: string) => void;
  format: NumberFormat;
  className?: string;
}

/**
 * Revenue by one dimension. ECharts draws the bars; each has its words in a button laid over it, so that a bar can be
 * chosen with a mouse, a finger and the keyboard alike, and a screen reader has the figures.
 */
export function BarPanel({
  title,
  dimension,
  groups,
  chosen,
  onToggle,
  format,
  className = '',
}: BarPanelProps) {
  const [showsAll, setShowsAll] = useState(false);
  const { bars, hidden } = useMemo(
    () => rank(groups, chosen, showsAll ? Number.POSITIVE_INFINITY : SHOWN),
    [groups, chosen, showsAll],
  );
  const option = useCallback((palette: Palette) => barsOption(bars, palette), [bars]);
  const list = useRef<HTMLUListElement>(null);
  const focused = useRef<string>(undefined);

  // A line that moves to another place of the ranking takes the keyboard's focus with it.
  useEffect(() => {
    if (focused.current === undefined || document.activeElement !== document.body) return;
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused.current)}"]`)?.focus();
  }, [bars]);

  return (
    <Panel title={title} className={className}>
      <div className="bars" data-dimension={dimension}>
        <Chart className="bars-chart" option={option} />
        <ul className="bars-list" ref={list}>
          {bars.map(({ key, sales, share, chosen: isChosen }) => (
            <li key={key}>
              <button
                type="button"
                className="bars-line"
                data-key={key}
                data-sales={sales}
                aria-pressed={isChosen}
                onFocus={() => (focused.current = key)}
                onClick={() => onToggle(dimension, key)}
              >
                <span className="bars-name">{key}</span>
                <span className="bars-share">{format.share(share)}</span>
                <span className="bars-amount">{format.money(sales)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {(hidden > 0 || showsAll) && (
        <button
          type="button"
          className="bars-more"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Show fewer' : `${format.count(hidden)} more`}
        </button>
      )}
    </Panel>
  );
}
