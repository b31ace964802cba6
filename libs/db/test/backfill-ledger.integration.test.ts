import { BackfillLedger, CopyDataBuilder, resetTables, type RunParameters } from '../src/index.js';
import { sampleDistCenter } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

const since = new Date('2019-01-01');
const parameters = (changed: Partial<RunParameters> = {}): RunParameters => ({
  seed: undefined,
  newSeed: 'drawn',
  users: 3_000,
  since,
  until: undefined,
  now: new Date('2026-01-01'),
  ghosts: 5,
  chunkUsers: 1_000,
  catalogue: 'abc',
  ...changed,
});

function center(id: number) {
  const builder = new CopyDataBuilder('dist_centers');
  builder.add(sampleDistCenter({ id }));
  return [builder.take()];
}

test('a run remembers its seed and its end until it is finished', async () => {
  const db = await server.openMigrated();
  const first = await BackfillLedger.open(db, parameters());
  expect(first.run).toMatchObject({ seed: 'drawn', until: new Date('2026-01-01'), state: 'new' });
  const again = parameters({ newSeed: 'other', now: new Date('2026-02-02') });
  expect((await BackfillLedger.open(db, again)).run).toEqual({ ...first.run, state: 'begun' });

  await first.finish();
  expect((await BackfillLedger.open(db, parameters({ seed: 'drawn' }))).run).toEqual({
    ...first.run,
    state: 'finished',
  });
  expect((await BackfillLedger.open(db, again)).run).toMatchObject({ seed: 'other', state: 'new' });
});

test('those who begin at the same moment get the same run', async () => {
  const db = await server.openMigrated();
  const ledgers = await Promise.all(
    [1, 2, 3, 4].map((day) =>
      BackfillLedger.open(db, parameters({ seed: 'a', now: new Date(2026, 1, day) })),
    ),
  );
  expect(new Set(ledgers.map(({ run }) => `${run.runId} ${run.until.toISOString()}`)).size).toBe(1);
});

test.each<Partial<RunParameters>>([
  { users: 4_000 },
  { since: new Date('2020-01-01') },
  { until: new Date('2025-01-01') },
  { ghosts: 4 },
  { chunkUsers: 10 },
  { catalogue: 'other' },
])('refuses a seed that was used with other parameters: %j', async (changed) => {
  const db = await server.openMigrated();
  await BackfillLedger.open(db, parameters({ seed: '7' }));
  await expect(BackfillLedger.open(db, parameters({ seed: '7', ...changed }))).rejects.toMatchObject({
    code: 'THELOOK_SEED_IN_USE',
    seed: '7',
  });
});

test('a chunk is written once, whoever tries', async () => {
  const db = await server.openMigrated();
  const ledger = await BackfillLedger.open(db, parameters());
  const outcomes = await Promise.all([ledger.write(0, center(1)), ledger.write(0, center(1))]);
  expect(outcomes.sort()).toEqual([false, true]);
  await expect(ledger.write(1, center(2))).resolves.toBe(true);
  await expect(ledger.write(2, center(2))).rejects.toMatchObject({ code: 'THELOOK_COPY', sqlState: '23505' });
  expect(await ledger.writtenChunks({ from: 0, to: 3 })).toEqual(new Set([0, 1]));
  expect(await ledger.writtenChunks({ from: 1, to: 3 })).toEqual(new Set([1]));
  expect(await ledger.countWritten({ from: 0, to: 3 })).toBe(2);
  await ledger.write(2, center(3));
  expect(await ledger.countWritten({ from: 0, to: 3 })).toBe(3);
  expect(await ledger.countWritten({ from: 0, to: 1 })).toBe(1);
});

test('emptying the tables empties the ledger', async () => {
  const db = await server.openMigrated();
  const { run } = await BackfillLedger.open(db, parameters());
  await resetTables(db);
  expect((await BackfillLedger.open(db, parameters())).run).toMatchObject({ state: 'new' });
  expect((await BackfillLedger.open(db, parameters())).run.runId).not.toBe(run.runId);
});
