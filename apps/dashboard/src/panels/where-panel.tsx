import { lazy, Suspense, useRef } from 'react';
import type { RecentItem, Summary } from '@thelook/feed';
import { arrivalsOf } from '../model/arrivals.js';
import { BarList, type BarListProps } from './bar-panel.js';
import { Panel } from './panel.js';

/** Outlines and projection are half of the page's code of its own, and not needed for its first figures. */
const WorldMap = lazy(() => import('../map/world-map.js'));

type WherePanelProps = Required<Pick<BarListProps, 'chosen' | 'onToggle' | 'format' | 'limit'>> & {
  summary: Summary | undefined;
};

/** Sales by country: the world, and the list that says how much. */
export function WherePanel({ summary, chosen, onToggle, format, limit }: WherePanelProps) {
  const groups = summary?.by_country ?? none;
  const others = summary?.others.country ?? none;
  const shown = useRef<readonly RecentItem[]>(none);
  if (summary) shown.current = arrivalsOf(shown.current, summary.newest, summary.at);
  return (
    <Panel title="Revenue by country" note="a point for each new item" className="area-where where">
      <div className="where-map">
        <Suspense fallback={null}>
          <WorldMap
            groups={groups}
            others={others}
            chosen={chosen}
            newest={shown.current}
            at={summary?.at ?? 0}
            onToggle={(country) => onToggle?.('country', country)}
          />
        </Suspense>
      </div>
      <div className="where-list">
        <BarList
          by="country"
          groups={groups}
          others={others}
          chosen={chosen}
          onToggle={onToggle}
          format={format}
          limit={limit}
        />
      </div>
    </Panel>
  );
}

const none: readonly never[] = [];
