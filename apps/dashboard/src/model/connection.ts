import type { NumberFormat } from './number-format.js';

/** What the page knows of its connection. Times are milliseconds since 1970, by the reader's clock. */
export type Connection =
  | { state: 'connecting' }
  | { state: 'live' }
  | { state: 'reconnecting'; nextTryAt: number }
  | { state: 'database-lost' }
  /** Let in later, perhaps: `reason` is what the server says. */
  | { state: 'full'; nextTryAt: number; reason: string }
  /** Let in with a token only; `wasWrong`: the one that the page has is not let in. */
  | { state: 'locked'; wasWrong: boolean }
  /** For good. */
  | { state: 'refused'; reason: string }
  | { state: 'paused' };

/** How the page says it. */
export interface ConnectionNotice {
  tone: 'live' | 'waiting' | 'trouble' | 'paused';
  /** Changes with the state alone: what a screen reader announces. */
  label: string;
  /** May change every second: for the eyes only. */
  detail: string;
  /** Whole sentences, where there is more to say than two phrases. */
  why?: string;
}

/**
 * The truth about the connection in two short phrases, and sentences where those are not enough.
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
  const nextTry = ({ nextTryAt }: { nextTryAt: number }) => {
    const seconds = Math.ceil((nextTryAt - now) / 1_000);
    return seconds > 0 ? `next try in ${format.seconds(seconds)}` : 'trying now';
  };
  switch (connection.state) {
    case 'connecting':
      return { tone: 'waiting', label: 'Connecting', detail: '' };
    case 'live':
      return {
        tone: 'live',
        label: 'Live',
        detail: lastDataAt === undefined ? '' : `as of ${format.time(lastDataAt)}`,
      };
    case 'reconnecting':
      return { tone: 'trouble', label: 'Reconnecting', detail: `${nextTry(connection)}, ${lastData}` };
    case 'database-lost':
      return { tone: 'trouble', label: 'Database lost', detail: lastData };
    case 'full':
      return {
        tone: 'trouble',
        label: 'Server full',
        detail: `${nextTry(connection)}, ${lastData}`,
        why: `${connection.reason} This page goes on by itself once there is room.`,
      };
    case 'locked':
      return { tone: 'waiting', label: 'Token needed', detail: lastData };
    case 'refused':
      return { tone: 'trouble', label: 'Not connected', detail: lastData, why: connection.reason };
    case 'paused':
      return { tone: 'paused', label: 'Paused', detail: lastData };
  }
}
