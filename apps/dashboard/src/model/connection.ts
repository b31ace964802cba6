import type { NumberFormat } from './number-format.js';

/** What the page knows of its connection. Times are milliseconds since 1970, by the reader's clock. */
export type Connection =
  | { state: 'connecting' }
  | { state: 'live' }
  | { state: 'reconnecting'; nextTryAt: number }
  | { state: 'database-lost' }
  | { state: 'refused'; reason: string }
  | { state: 'paused' };

/** How the page says it. */
export interface ConnectionNotice {
  tone: 'live' | 'waiting' | 'trouble' | 'paused';
  /** Changes with the state alone: what a screen reader announces. */
  label: string;
  /** May change every second: for the eyes only. */
  detail: string;
}

/**
 * The truth about the connection in two short phrases.
 *
 * @param lastDataAt when the figures on the page were counted, if there are any.
 * @example
 * describeConnection({ state: 'reconnecting', nextTryAt: 5_000 }, { now: 2_000, lastDataAt: undefined, format });
 * // { tone: 'trouble', label: 'Reconnecting', detail: 'next try in 3s' }
 */
export function describeConnection(
  connection: Connection,
  { now, lastDataAt, format }: { now: number; lastDataAt: number | undefined; format: NumberFormat },
): ConnectionNotice {
  const lastData = lastDataAt === undefined ? 'no data yet' : `last data from ${format.time(lastDataAt)}`;
  switch (connection.state) {
    case 'connecting':
      return { tone: 'waiting', label: 'Connecting', detail: '' };
    case 'live':
      return {
        tone: 'live',
        label: 'Live',
        detail: lastDataAt === undefined ? '' : `as of ${format.time(lastDataAt)}`,
      };
    case 'reconnecting': {
      const seconds = Math.ceil((connection.nextTryAt - now) / 1_000);
      const next = seconds > 0 ? `next try in ${format.seconds(seconds)}` : 'trying now';
      return { tone: 'trouble', label: 'Reconnecting', detail: `${next}, ${lastData}` };
    }
    case 'database-lost':
      return { tone: 'trouble', label: 'Database lost', detail: lastData };
    case 'refused':
      return { tone: 'trouble', label: 'Not connected', detail: connection.reason };
    case 'paused':
      return { tone: 'paused', label: 'Paused', detail: lastData };
  }
}
