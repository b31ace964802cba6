import { FeedConnectionError, FeedRefusedError, problem, summarize, type FeedState } from '@thelook/feed';
import { firstReading, nextReading, refusedBy, type Reading } from '../src/model/reading.js';

type State = Parameters<typeof nextReading>[1];

const summary = (at: number) => summarize([], { at, lookbackMinutes: 5 });
const live = (at?: number, database?: 'up' | 'lost'): State => ({
  status: { connection: 'live' },
  ...(at === undefined ? {} : { summary: summary(at) }),
  ...(database ? { database: { type: 'status', database, since: 0, stale_since: null } } : {}),
});
const lost: Extract<FeedState['status'], { connection: 'reconnecting' }> = {
  connection: 'reconnecting',
  attempt: 1,
  retryAt: 9_000,
  reason: new Error('gone'),
};

/** What is left after these states, one after the other. */
const after = (...states: State[]): Reading => states.reduce(nextReading, firstReading);

test('each refresh takes the place of the one before', () => {
  const reading = after(live(), live(1_000), live(2_000));
  expect(reading.connection).toEqual({ state: 'live' });
  expect(reading.summary?.at).toBe(2_000);
});

test('a lost connection keeps the figures until there are new ones', () => {
  const gone = after(live(1_000), live(2_000), { ...live(2_000), status: lost });
  expect(gone.connection).toEqual({ state: 'reconnecting', nextTryAt: 9_000 });
  expect(gone.summary?.at).toBe(2_000);
  // The greeting of the new connection comes before its first refresh.
  const back = [live(), live(7_000)].reduce(nextReading, gone);
  expect(back.connection).toEqual({ state: 'live' });
  expect(back.summary?.at).toBe(7_000);
});

test('a server that is full says so itself; one that is going away is a connection to make again', () => {
  const turnedAway = (code: string): State => {
    const reason = new FeedConnectionError('', 1006, { problem: problem(503, { code, detail: 'Why.' }) });
    return { ...live(1_000), status: { ...lost, reason } };
  };
  const full = after(live(1_000), turnedAway('THELOOK_TOO_MANY_WINDOWS'));
  expect(full.connection).toEqual({ state: 'full', nextTryAt: 9_000, reason: 'Why.' });
  expect(full.summary?.at).toBe(1_000);
  expect(after(turnedAway('THELOOK_CLOSING')).connection).toEqual({
    state: 'reconnecting',
    nextTryAt: 9_000,
  });
});

test('the end of the feed is a refusal, in the words of the server where there are any', () => {
  const said = problem(400, { code: 'THELOOK_FEED_QUERY', detail: 'refresh=0 is not allowed.' });
  const refused = new FeedRefusedError(said.detail, 400, said);
  expect(refusedBy(refused)).toEqual({ state: 'refused', reason: 'refresh=0 is not allowed.' });
  expect(refusedBy(new Error('No WebSocket.'))).toEqual({ state: 'refused', reason: 'No WebSocket.' });
});

test('the want of a token is no refusal for good, and a wrong token is told from none', () => {
  const locked = (code: string) =>
    refusedBy(new FeedRefusedError('No.', 401, problem(401, { code, detail: 'No.' })));
  expect(locked('THELOOK_TOKEN_MISSING')).toEqual({ state: 'locked', wasWrong: false });
  expect(locked('THELOOK_TOKEN_WRONG')).toEqual({ state: 'locked', wasWrong: true });
});

test('a lost database is not a live page, and takes nothing off it', () => {
  const gone = after(live(1_000), live(2_000), live(2_000, 'lost'));
  expect(gone).toMatchObject({ connection: { state: 'database-lost' }, summary: { at: 2_000 } });
  expect(nextReading(gone, live(9_000, 'up'))).toMatchObject({
    connection: { state: 'live' },
    summary: { at: 9_000 },
  });
});
