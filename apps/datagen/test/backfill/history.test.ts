import type { EventRow, Shopper } from '@thelook/models';
import { createHistory, type HistoryOptions } from '../../src/backfill/history.js';
import { ThinCatalogue } from './catalogue.js';

const since = new Date('2020-01-01');
const until = new Date('2026-01-01');
let options: HistoryOptions;
let shoppers: Shopper[];

beforeAll(async () => {
  const thin = await ThinCatalogue.write();
  options = { catalogue: await thin.load(), seed: 42, since, until, ghosts: 5, users: 3_000 };
  await thin.remove();
  const history = createHistory(options);
  shoppers = Array.from({ length: history.users }, (_, index) => history.shopper(index));
});

test('a shopper is the same whichever were made before, and in a longer history', () => {
  const other = createHistory({ ...options, users: 9_000 });
  for (const index of [2_999, 0, 1_234]) expect(other.shopper(index)).toEqual(shoppers[index]);
});

test('orders fall evenly between sign-up and the end', () => {
  const places = shoppers.flatMap(({ users: [user], orders }) => {
    const start = user!.created_at.getTime();
    return orders.map((order) => (order.created_at.getTime() - start) / (until.getTime() - start));
  });
  for (const quarter of [0, 0.25, 0.5, 0.75]) {
    const share = places.filter((place) => place >= quarter && place < quarter + 0.25).length / places.length;
    // Four standard deviations of the share of one quarter among 4,000 orders.
    expect(Math.abs(share - 0.25)).toBeLessThan(0.028);
  }
});

test('nobody signs up before the first day, and nothing happens after the last', () => {
  for (const { users, orders, events } of shoppers) {
    expect(users[0]!.created_at >= since).toBe(true);
    for (const row of [...users, ...orders, ...events]) expect(row.created_at <= until).toBe(true);
  }
});

test('each user comes with ghost sessions within its time, of the four kinds', () => {
  const kinds = new Map<string, number>();
  for (const { users, events } of shoppers) {
    const sessions = ghostSessions(events);
    expect(sessions).toHaveLength(5);
    for (const session of sessions) {
      const kind = session.map(({ event_type }) => event_type).join(' ');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      expect(session.map(({ sequence_number }) => sequence_number)).toEqual(
        session.map((_, place) => place + 1),
      );
      expect(session[0]!.created_at >= users[0]!.created_at).toBe(true);
      for (let place = 1; place < session.length; place += 1) {
        const gap = session[place]!.created_at.getTime() - session[place - 1]!.created_at.getTime();
        expect(gap).toBeGreaterThanOrEqual(0);
        expect(gap).toBeLessThan(180_000);
      }
    }
  }
  expect([...kinds.keys()].sort()).toEqual([
    'department product',
    'department product cart',
    'product',
    'product cart cancel',
  ]);
  for (const count of kinds.values()) expect(Math.abs(count / 15_000 - 0.25)).toBeLessThan(0.0142);
});

test('ids grow with the number of the shopper, and come before those of live rows', () => {
  const ids = shoppers.map(({ users }) => users[0]!.id);
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  const live = until.getTime().toString(16).padStart(12, '0');
  expect(ids.at(-1)!.replaceAll('-', '').slice(0, 12) < live).toBe(true);
});

test.each([
  [{ since: until }, '--since'],
  [{ since: new Date(until.getTime() - 100), users: 101 }, '--users'],
])('refuses %j', (changed, field) => {
  expect(() => createHistory({ ...options, ...changed })).toThrow(
    expect.objectContaining({ code: 'THELOOK_USAGE', field }),
  );
});

function ghostSessions(events: readonly EventRow[]): EventRow[][] {
  const sessions = new Map<string, EventRow[]>();
  for (const event of events.filter(({ user_id }) => user_id === null)) {
    const session = sessions.get(event.session_id);
    if (session) session.push(event);
    else sessions.set(event.session_id, [event]);
  }
  return [...sessions.values()];
}
