import { useCallback, useEffect, useMemo, useState } from 'react';
import { useSummaryFeed } from './feed/use-summary-feed.js';
import { figuresOf } from './model/figures.js';
import { createNumberFormat, firstUsableLocale } from './model/number-format.js';
import { saleSpans } from './model/sale-spans.js';
import { isFiltered, noFilters, toggleFilter, type Dimension } from './model/view-state.js';
import { AddressNotice } from './panels/address-notice.js';
import { ConnectionStatus } from './panels/connection-status.js';
import { FilterChips } from './panels/filter-chips.js';
import { PresetPanels } from './panels/preset-panels.js';
import { StatusBar } from './panels/status-bar.js';
import { TokenForm } from './panels/token-form.js';
import { useToken } from './use-token.js';
import { useView } from './use-view.js';

/** The whole page. */
export function App() {
  const { view, refused, change } = useView();
  const [isPaused, setPaused] = useState(false);
  const [token, setToken] = useToken();
  const { connection, summary } = useSummaryFeed(view, isPaused, token);
  const format = useMemo(() => createNumberFormat(firstUsableLocale(navigator.languages)), []);
  const { filters } = view;
  const toggle = useCallback(
    (dimension: Dimension, value: string) => change({ filters: toggleFilter(filters, dimension, value) }),
    [filters, change],
  );
  // What the figures are of, which is not what was asked for until the answer is there.
  const minutes = summary ? summary.window_seconds / 60 : view.window;
  const figures = useMemo(() => summary && figuresOf(summary), [summary]);
  const sales = useMemo(() => saleSpans(summary), [summary]);
  const title = summary ? `${format.moneyParts(summary.sales).whole} theLook` : 'theLook, live';
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <div
      className="page"
      data-preset={view.preset}
      data-stale={connection.state !== 'live'}
      data-at={summary?.at}
    >
      <StatusBar
        view={view}
        onView={change}
        isPaused={isPaused}
        onPause={setPaused}
        status={<ConnectionStatus connection={connection} lastDataAt={summary?.at} format={format} />}
        notice={<AddressNotice refused={refused} onClose={() => change({})} />}
        chips={
          <FilterChips filters={filters} onToggle={toggle} onClear={() => change({ filters: noFilters })} />
        }
      />
      <main className="panels">
        {connection.state === 'locked' ? (
          <TokenForm wasWrong={connection.wasWrong} onToken={setToken} />
        ) : (
          <PresetPanels
            preset={view.preset}
            summary={summary}
            figures={figures}
            sales={sales}
            minutes={minutes}
            filters={filters}
            isFiltered={isFiltered(filters)}
            onToggle={toggle}
            format={format}
          />
        )}
      </main>
    </div>
  );
}
