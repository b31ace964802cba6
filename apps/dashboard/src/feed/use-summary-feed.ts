import { useEffect, useRef, useState } from 'react';
import { connectFeed, type FeedOptions, type FeedState } from '@thelook/feed';
import { firstReading, nextReading, refusedBy, type Reading } from '../model/reading.js';
import type { ViewState } from '../model/view-state.js';
import type { GivenToken } from '../use-token.js';

/** A page on a wall should be back soon after the server is. */
const MAX_RETRY_MS = 8_000;
/** A connection without a message for two refreshes, and at least so long, counts as dead. */
const MIN_SILENCE_MS = 10_000;

/**
 * The summary feed of a view, connected for as long as the page is not paused. While it is paused, a change of the
 * view fetches one summary, so that the figures always are those of the filters beside them.
 *
 * @param given what the server lets the page in with, if it wants one.
 */
export function useSummaryFeed(
  { window, refresh, filters }: ViewState,
  isPaused: boolean,
  given: GivenToken | undefined,
): Reading {
  const [reading, setReading] = useState(firstReading);
  // The view by value: the effect runs when it differs, not when it is written down anew.
  const view = JSON.stringify({ lookbackMinutes: window, refreshSeconds: refresh, filters });
  const shownView = useRef<string>(undefined);

  useEffect(() => {
    const pause = () => setReading((last) => ({ ...last, connection: { state: 'paused' } }));
    if (isPaused && shownView.current === view) return pause();
    const end = new AbortController();
    const take = (state: FeedState) => {
      setReading((last) => nextReading(last, state));
      if (state.summary === undefined) return;
      shownView.current = view;
      if (!isPaused) return;
      end.abort();
      pause();
    };
    follow({ ...JSON.parse(view), ...given }, end.signal, take).catch((error: unknown) => {
      setReading((last) => ({ ...last, connection: refusedBy(error) }));
    });
    return () => end.abort();
  }, [isPaused, given, view]);

  return reading;
}

type Wanted = Required<Pick<FeedOptions, 'lookbackMinutes' | 'refreshSeconds' | 'filters'>> &
  Pick<FeedOptions, 'token'>;

async function follow(wanted: Wanted, signal: AbortSignal, take: (state: FeedState) => void): Promise<void> {
  const states = connectFeed(location.origin, {
    ...wanted,
    feed: 'summary',
    signal,
    backoff: { maxMs: MAX_RETRY_MS },
    silenceMs: Math.max(MIN_SILENCE_MS, 2_000 * wanted.refreshSeconds),
  });
  for await (const state of states) {
    if (signal.aborted) return;
    take(state);
  }
}
