import type { Kysely } from 'kysely';
import { openRun, readRuns, reserveLives, type Database, type RunRecord } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
let db: Kysely<Database>;
beforeEach(async () => {
  db = await server.openMigrated();
});

const record: RunRecord = {
  profile: 'living',
  seed: '42',
  flags: { conversion: 0.03, pattern: 'daily' },
  figures: {},
  catalogue: 'a1b2',
  model: 1,
};

test('the same description is the same run, also for those who ask at the same moment', async () => {
  const runs = await Promise.all([1, 2, 3].map(() => openRun(db, record)));
  expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
  expect(await readRuns(db)).toEqual([runs[0]]);
  expect(runs[0]).toMatchObject(record);
});

test.each<Partial<RunRecord>>([
  { seed: '43' },
  { profile: 'classic' },
  { flags: { conversion: 0.2 } },
  { figures: { growth: 0.1 } },
  { catalogue: 'c3d4' },
  { model: 2 },
])('%j is another run', async (changed) => {
  const one = await openRun(db, record);
  const other = await openRun(db, { ...record, ...changed });
  expect(other.id).not.toBe(one.id);
  expect(await readRuns(db)).toEqual([one, other]);
});

test('a number of a life is given away once', async () => {
  const { id } = await openRun(db, record);
  const firsts = await Promise.all([5, 1, 10, 2].map((count) => reserveLives(db, id, count)));
  const numbers = firsts.flatMap((first, place) =>
    Array.from({ length: [5, 1, 10, 2][place]! }, (_, i) => first + i),
  );
  expect(numbers.sort((one, other) => one - other)).toEqual(Array.from({ length: 18 }, (_, i) => i));
  await expect(reserveLives(db, 99, 1)).rejects.toThrow('there is no run 99');
});
