import { useEffect, useMemo, useRef, useState, type CSSProperties } from 'react';
import type { SummaryGroup } from '@thelook/feed';
import type { NumberFormat } from '../model/number-format.js';
import { rank, type Bar } from '../model/ranking.js';
import type { Dimension } from '../model/view-state.js';
import { Panel } from './panel.js';

export interface BarListProps {
  /** What the bars are of; the page can be filtered by a dimension. */
  by: Dimension | 'brand' | 'age' | 'customer';
  groups: readonly SummaryGroup[];
  /** What a filter keeps out, and could be added to it. */
  others?: readonly SummaryGroup[];
  chosen?: readonly string[];
  /** Undefined: nothing can be chosen. */
  onToggle?: ((dimension: Dimension, value: string) => void) | undefined;
  format: NumberFormat;
  /** As many as stand in a column beside others on one screen. */
  limit?: number;
  /** Whether the bars stay in the order that they are given in. */
  isOrdered?: boolean;
  /** What a key is called, where that is not its own name. */
  name?: (key: string) => string;
}

/** Revenue by one thing. Each bar is a button, for a mouse, a finger and the keyboard alike. */
export function BarList({
  by,
  groups,
  others = none,
  chosen = none,
  onToggle,
  format,
  limit = 10,
  isOrdered = false,
  name = (key) => key,
}: BarListProps) {
  const [showsAll, setShowsAll] = useState(false);
  const { bars, hidden } = useMemo(() => {
    const ranking = rank(groups, chosen, showsAll ? Number.POSITIVE_INFINITY : limit, others);
    if (isOrdered) ranking.bars.sort((a, b) => place(groups, a) - place(groups, b));
    return ranking;
  }, [groups, chosen, showsAll, limit, others, isOrdered]);
  const list = useRef<HTMLUListElement>(null);
  const focused = useRef<string>(undefined);

  // A line that moves to another place of the ranking takes the keyboard's focus with it.
  useEffect(() => {
    if (focused.current === undefined || document.activeElement !== document.body) return;
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused.current)}"]`)?.focus();
  }, [bars]);

  return (
    <>
      <ul className="bars" ref={list} data-dimension={by}>
        {bars.map((bar) => {
          const { key, sales, share } = bar;
          const common = {
            className: 'bars-line',
            'data-key': key,
            'data-sales': sales,
            'data-other': share === undefined,
            title: `${name(key)}: ${format.money(sales)}`,
          };
          return (
            <li key={key} className="bars-item">
              {onToggle ? (
                <button
                  type="button"
                  {...common}
                  aria-pressed={bar.chosen}
                  onFocus={() => (focused.current = key)}
                  onClick={() => onToggle(by as Dimension, key)}
                >
                  <BarWords bar={bar} name={name(key)} format={format} />
                </button>
              ) : (
                <div {...common}>
                  <BarWords bar={bar} name={name(key)} format={format} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
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
    </>
  );
}

function BarWords({ bar, name, format }: { bar: Bar; name: string; format: NumberFormat }) {
  const { sales, share, length } = bar;
  return (
    <>
      <span className="bars-track">
        <span className="bars-fill" style={{ '--length': length } as CSSProperties} />
        <span className="bars-name">{name}</span>
        <span className="bars-share">{share === undefined ? 'add' : format.share(share)}</span>
      </span>
      <span className="bars-amount">{format.wholeMoney(sales)}</span>
    </>
  );
}

/** A titled list of bars. */
export function BarPanel({
  title,
  className = '',
  ...list
}: BarListProps & { title: string; className?: string }) {
  return (
    <Panel title={title} className={className}>
      <BarList {...list} />
    </Panel>
  );
}

function place(groups: readonly SummaryGroup[], { key }: { key: string }): number {
  return groups.findIndex((group) => group.key === key);
}

const none: readonly never[] = [];
