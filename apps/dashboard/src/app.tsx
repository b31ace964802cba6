import { useCallback, useEffect, useMemo, useState } from 'react';
import { useSummaryFeed } from './feed/use-summary-feed.js';
import { figuresOf } from './model/figures.js';
import { createNumberFormat, firstUsableLocale } from './model/number-format.js';
import { isFiltered, noFilters, toggleFilter, type Dimension } from './model/view-state.js';
import { BarPanel } from './panels/bar-panel.js';
import { ConnectionStatus } from './panels/connection-status.js';
import { FiguresPanel } from './panels/figures.js';
import { FilterChips } from './panels/filter-chips.js';
import { NewestItems } from './panels/newest-items.js';
import { SalesLinePanel } from './panels/sales-line-panel.js';
import { StatusBar } from './panels/status-bar.js';
import { StatusMixPanel } from './panels/status-mix.js';
import { TokenForm } from './panels/token-form.js';
import { useToken } from './use-token.js';
import { useView } from './use-view.js';

/** The whole page. */
export function App() {
  const [view, changeView] = useView();
  const [isPaused, setPaused] = useState(false);
  const [token, setToken] = useToken();
  const { connection, summary, before } = useSummaryFeed(view, isPaused, token);
  const format = useMemo(() => createNumberFormat(firstUsableLocale(navigator.languages)), []);
  const { filters } = view;
  const toggle = useCallback(
    (dimension: Dimension, value: string) => changeView({ filters: toggleFilter(filters, dimension, value) }),
    [filters, changeView],
  );
  // What the figures are of, which is not what was asked for until the answer is there.
  const minutes = summary ? summary.window_seconds / 60 : view.window;
  const figures = useMemo(() => summary && figuresOf(summary, before, minutes), [summary, before, minutes]);
  const title = summary ? `${format.moneyParts(summary.sales).whole} theLook` : 'theLook, live';
  useEffect(() => {
    document.title = title;
  }, [title]);

  const common = { onToggle: toggle, format };
  return (
    <div className="page" data-stale={connection.state !== 'live'} data-at={summary?.at}>
      <StatusBar
        view={view}
        onView={changeView}
        isPaused={isPaused}
        onPause={setPaused}
        status={<ConnectionStatus connection={connection} lastDataAt={summary?.at} format={format} />}
        chips={
          <FilterChips
            filters={filters}
            onToggle={toggle}
            onClear={() => changeView({ filters: noFilters })}
          />
        }
      />
      <main className="panels">
        {connection.state === 'locked' ? (
          <TokenForm wasWrong={connection.wasWrong} onToken={setToken} />
        ) : (
          <>
            <FiguresPanel figures={figures} minutes={minutes} format={format} />
            <SalesLinePanel
              summary={summary}
              minutes={minutes}
              isFiltered={isFiltered(filters)}
              format={format}
            />
            <BarPanel
              title="Revenue by country"
              dimension="country"
              className="area-country"
              groups={summary?.by_country ?? none}
              chosen={filters.country}
              {...common}
            />
            <BarPanel
              title="Revenue by category"
              dimension="category"
              className="area-category"
              groups={summary?.by_category ?? none}
              chosen={filters.category}
              {...common}
            />
            <div className="area-mix">
              <BarPanel
                title="Revenue by traffic source"
                dimension="traffic_source"
                groups={summary?.by_traffic_source ?? none}
                chosen={filters.traffic_source}
                {...common}
              />
              <StatusMixPanel groups={summary?.by_status ?? none} chosen={filters.status} {...common} />
            </div>
            <NewestItems items={summary?.newest ?? none} format={format} />
          </>
        )}
      </main>
    </div>
  );
}

const none: readonly never[] = [];
