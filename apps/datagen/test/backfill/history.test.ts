import { loadCatalogue, type Catalogue, type EventRow, type Shopper } from '@thelook/models';
import { createHistory, type HistorySpan } from '../../src/backfill/history.js';
import { measureLives } from '../../src/backfill/history-size.js';
import type { RunDescription } from '../../src/run-description.js';
import { ThinCatalogue } from './catalogue.js';

const since = Date.UTC(2020, 0, 1);
const until = Date.UTC(2026, 0, 1);
const span: HistorySpan = { since, until, users: 800 };
const living: RunDescription = {
  profile: 'living',
  seed: '42',
  flags: { conversion: 0.2, pattern: 'daily', history: true },
  figures: {},
  catalogue: '',
};
const classic: RunDescription = { ...living, profile: 'classic', flags: { ghosts: 5, history: true } };
let catalogue: Catalogue;

beforeAll(async () => {
  const thin = await ThinCatalogue.write();
  catalogue = await loadCatalogue(thin.folder);
  await thin.remove();
});

const rowsOf = (description: RunDescription): Shopper[] => {
  const history = createHistory({ catalogue, description, span });
  return Array.from({ length: history.users }, (_, index) => history.life(index).rows);
};

describe.each([
  ['living', living],
  ['classic', classic],
])('%s', (_name, description) => {
  test('a life is the same whichever were made before, and in a longer history', () => {
    const rows = rowsOf(description);
    const other = createHistory({ catalogue, description, span: { ...span, users: 2_000 } });
    for (const index of [799, 0, 234]) expect(other.life(index).rows).toEqual(rows[index]);
  });

  test('nobody signs up before the first day, and nothing happens after the last', () => {
    for (const { users, ...tables } of rowsOf(description)) {
      for (const user of users) expect(user.created_at.getTime()).toBeGreaterThanOrEqual(since);
      const moments = [users, ...Object.values(tables)]
        .flat()
        .flatMap((row) => Object.values(row).filter((value) => value instanceof Date));
      if (description === living)
        for (const moment of moments) expect(moment.getTime()).toBeLessThanOrEqual(until);
    }
  });

  test('ids grow with the number of the life, and come before those of live rows', () => {
    const ids = rowsOf(description).flatMap(({ users }) => users.map(({ id }) => id));
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    const live = until.toString(16).padStart(12, '0');
    expect(ids.at(-1)!.replaceAll('-', '').slice(0, 12) < live).toBe(true);
  });
});

test('what is ahead of a life when history ends is later', () => {
  const history = createHistory({ catalogue, description: living, span });
  const ahead = Array.from({ length: history.users }, (_, index) => history.life(index).next).filter(Boolean);
  expect(ahead.length).toBeGreaterThan(20);
  for (const life of ahead) expect(life!.due).toBeGreaterThan(until);
});

test('a classic user comes with ghost sessions of the four kinds', () => {
  const kinds = new Map<string, number>();
  for (const { events } of rowsOf(classic)) {
    const sessions = new Map<string, string>();
    for (const { session_id, event_type } of events.filter(isGhost)) {
      sessions.set(session_id, `${sessions.get(session_id) ?? ''} ${event_type}`.trim());
    }
    expect(sessions.size).toBe(5);
    for (const kind of sessions.values()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  expect([...kinds.keys()].sort()).toEqual([
    'department product',
    'department product cart',
    'product',
    'product cart cancel',
  ]);
  for (const count of kinds.values()) expect(Math.abs(count / 4_000 - 0.25)).toBeLessThan(0.0275);
});

test('lives that are measured are as large as lives are', () => {
  const measured = measureLives(catalogue, living, { since, until });
  const rows = rowsOf(living).reduce(
    (sum, shopper) => sum + Object.values(shopper).reduce((count, { length }) => count + length, 0),
    0,
  );
  expect(Math.abs(measured.rows / (rows / span.users) - 1)).toBeLessThan(0.2);
});

test.each([
  [{ since: until }, '--since'],
  [{ since: until - 100, users: 101 }, '--users'],
])('refuses %j', (changed, field) => {
  const refused = () => createHistory({ catalogue, description: living, span: { ...span, ...changed } });
  expect(refused).toThrow(expect.objectContaining({ code: 'THELOOK_USAGE', field }));
});

function isGhost({ user_id }: EventRow): boolean {
  return user_id === null;
}
