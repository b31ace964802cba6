import { useId, useState, type CSSProperties } from 'react';
import type { Visits } from '@thelook/feed';
import { funnelOf, type Stage } from '../model/funnel.js';
import type { NumberFormat } from '../model/number-format.js';
import { Panel } from './panel.js';

const names: Record<Stage, string> = {
  visits: 'Visits',
  products: 'Product viewed',
  carts: 'Cart filled',
  purchases: 'Bought',
};

interface FunnelPanelProps {
  /** Undefined before the first figures. */
  visits: Visits | null | undefined;
  isFiltered: boolean;
  format: NumberFormat;
}

/** How they got there: visits of the window by how far they have come, of all sources or of one. */
export function FunnelPanel({ visits, isFiltered, format }: FunnelPanelProps) {
  const [source, setSource] = useState('');
  const select = useId();
  const sources = visits?.by_source ?? [];
  const isKnown = sources.some((known) => known.source === source);
  const steps = funnelOf(sources, isKnown && source !== '' ? source : undefined);
  return (
    <Panel title="How they got there" note={isFiltered ? 'whole shop' : undefined} className="area-funnel">
      {visits?.by_source ? (
        <>
          <ol className="funnel">
            {steps.map(({ stage, count, share, lost }) => (
              <li key={stage} className="funnel-step" data-stage={stage} data-count={count}>
                <span className="funnel-name">{names[stage]}</span>
                <span className="funnel-track">
                  <span className="bars-fill" style={{ '--length': share } as CSSProperties} />
                </span>
                <span className="funnel-count">{format.count(count)}</span>
                <span className="funnel-lost">{lost === undefined ? '' : `${format.share(lost)} lost`}</span>
              </li>
            ))}
          </ol>
          <p className="funnel-source">
            <label htmlFor={select}>Source of the visits</label>
            <select
              id={select}
              value={isKnown ? source : ''}
              onChange={(event) => setSource(event.target.value)}
            >
              <option value="">All</option>
              {sources
                .filter((known) => known.source !== '')
                .map((known) => (
                  <option key={known.source}>{known.source}</option>
                ))}
            </select>
          </p>
        </>
      ) : (
        <p className="ticker-none">{visits === undefined ? '' : missing(visits, format)}</p>
      )}
    </Panel>
  );
}

function missing(visits: Visits | null, format: NumberFormat): string {
  return visits
    ? `Visits are counted since ${format.time(visits.since)}; the window is not covered yet.`
    : 'Visits are not followed yet, or cannot be on this database.';
}
