import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../src/bookkeeping/bookkeeping-tables.js';
import {
  AgendaDataBuilder,
  commitSteps,
  copyTables,
  CopyDataBuilder,
  insertEntries,
  laneOf,
  LANES,
  oldestDue,
  takeDue,
  type AgendaEntry,
  type Database,
} from '../src/index.js';
import { sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

const everyLane = Array.from({ length: LANES }, (_, lane) => lane);
const entry = (life: number, due: number, state: unknown = { visits: [life] }): AgendaEntry => ({
  run: 1,
  kind: 'shopper',
  life,
  due,
  state,
});
const lives = (entries: AgendaEntry[]): number[] => entries.map(({ life }) => life);

test('gives what is due, the oldest first, as it was put in', async () => {
  const db = await server.openMigrated();
  const product: AgendaEntry = { run: 2 ** 31 - 1, kind: 'product', life: 7, due: 3_000, state: null };
  const large = entry(2 ** 40, 1_000, { text: `'\\"👗`, deep: [[1.5, -0.25, { a: null }]] });
  await insertEntries(db, [entry(1, 4_000), product, entry(2, 2_000), large, entry(3, 5_001)]);
  const all = { lanes: everyLane, after: -Infinity, until: 5_000, limit: 100 };
  expect(await takeDue(db, all)).toEqual([large, entry(2, 2_000), product, entry(1, 4_000)]);
  expect(lives(await takeDue(db, { ...all, limit: 2 }))).toEqual([2 ** 40, 2]);
  expect(lives(await takeDue(db, { ...all, until: 3_000.9, after: 2_000 }))).toEqual([2, 7]);
  expect(await takeDue(db, { ...all, lanes: [] })).toEqual([]);
  const ofTwo = laneOf({ run: 1, life: 2 });
  expect(lives(await takeDue(db, { ...all, lanes: [ofTwo] }))).toContain(2);
  expect(
    lives(await takeDue(db, { ...all, lanes: everyLane.filter((lane) => lane !== ofTwo) })),
  ).not.toContain(2);
});

test('lets the planner know of entries that came at once', async () => {
  const db = await server.openMigrated();
  await insertEntries(
    db,
    Array.from({ length: 500 }, (_, life) => entry(life, life)),
  );
  const { rows } = await sql<{ known: number }>`
    select reltuples as known from pg_class
    where oid = ${bookkeepingTable(db, 'agenda')}::regclass`.execute(db);
  expect(rows).toEqual([{ known: 500 }]);
});

test('tells when the oldest step is due', async () => {
  const db = await server.openMigrated();
  expect(await oldestDue(db)).toBeUndefined();
  await insertEntries(db, [entry(1, 4_000), entry(2, 2_000), entry(3, 3_000)]);
  expect(await oldestDue(db)).toBe(2_000);
  expect(await oldestDue(db, 2_001)).toBe(3_000);
});

test('spreads lives evenly over the lanes, whatever the run', () => {
  for (const run of [1, 2, 77]) {
    const counts = everyLane.map(() => 0);
    for (let life = 0; life < 32_000; life += 1) counts[laneOf({ run, life })]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  }
});

test('gives the oldest also where a lane has far more than its part, and then as many as are due', async () => {
  const db = await server.openMigrated();
  const crowded = Array.from({ length: 20_000 }, (_, life) => life).filter(
    (life) => laneOf({ run: 1, life }) === 5,
  );
  const early = crowded.slice(0, 300).map((life, place) => entry(life, place));
  const late = Array.from({ length: 200 }, (_, life) => life)
    .filter((life) => laneOf({ run: 1, life }) !== 5)
    .map((life) => entry(life, 1_000 + life));
  await insertEntries(db, [...early, ...late]);
  const all = { lanes: everyLane, after: -Infinity, until: 5_000 };
  for (const limit of [1, 10, 299, 300, 301, 400, 1_000]) {
    expect(await takeDue(db, { ...all, limit })).toEqual([...early, ...late].slice(0, limit));
  }
});

/** Scans of the whole agenda, and rows read by an index, as this connection has them. */
async function readsOf(
  transaction: Kysely<Database>,
): Promise<{ scans: number; fetched: number; schema: string }> {
  const { rows } = await sql<{ scans: number; fetched: number; schema: string }>`
    select coalesce(seq_scan, 0) as scans, coalesce(idx_tup_fetch, 0) as fetched, schemaname as schema
    from pg_stat_xact_user_tables
    where relid = ${bookkeepingTable(transaction, 'agenda')}::regclass`.execute(transaction);
  return rows[0]!;
}

test('reads by the index alone, and little more than it gives', async () => {
  const db = await server.openMigrated();
  await insertEntries(
    db,
    Array.from({ length: 60_000 }, (_, life) => entry(life, life)),
  );
  await sql.raw(`analyze ${bookkeepingTable(db, 'agenda')}`).execute(db);
  const { schema } = await db.transaction().execute(async (transaction) => {
    // What the connection did a moment ago may still be counted with it.
    const before = await readsOf(transaction);
    const due = await takeDue(transaction, { lanes: everyLane, after: 10_000, until: 50_000, limit: 20 });
    expect(lives(due)).toEqual(Array.from({ length: 20 }, (_, place) => 10_000 + place));
    const after = await readsOf(transaction);
    expect(after.scans - before.scans).toBe(0);
    expect(after.fetched - before.fetched).toBeGreaterThanOrEqual(20);
    expect(after.fetched - before.fetched).toBeLessThanOrEqual(10 * LANES);
    return after;
  });
  expect(schema).toMatch(/^thelook_/);
});

test('a history hands lives over together with their rows, or neither', async () => {
  const db = await server.openMigrated();
  const users = new CopyDataBuilder('users');
  const agenda = new AgendaDataBuilder();
  const handOver = async (life: number): Promise<void> => {
    users.add(sampleUser());
    agenda.add(entry(life, 1_000));
    await copyTables(db, [users.take(), agenda.take()]);
  };
  await handOver(1);
  await expect(handOver(1)).rejects.toMatchObject({
    code: 'THELOOK_COPY',
    table: 'agenda',
    sqlState: '23505',
  });
  expect(await db.selectFrom('users').select('id').execute()).toHaveLength(1);
});

test('puts all entries in or none', async () => {
  const db = await server.openMigrated();
  const many = Array.from({ length: 50_001 }, (_, life) => entry(life, life));
  await expect(insertEntries(db, [...many, entry(0, 1)])).rejects.toMatchObject({ code: 'THELOOK_COPY' });
  expect(await oldestDue(db)).toBeUndefined();
  await expect(insertEntries(db, [entry(1, 0.5)])).rejects.toMatchObject({
    code: 'THELOOK_BAD_ROW',
    column: 'due',
  });
  await expect(insertEntries(db, [{ ...entry(1, 1), state: undefined }])).rejects.toMatchObject({
    code: 'THELOOK_BAD_ROW',
    column: 'state',
  });
});

test('what is moved on is due at its next moment only', async () => {
  const db = await server.openMigrated();
  await insertEntries(db, [entry(1, 1_000)]);
  await commitSteps(db, [{ done: entry(1, 1_000), next: entry(1, 2_000), changes: [] }]);
  const all = { lanes: everyLane, after: -Infinity, limit: 100 };
  expect(await takeDue(db, { ...all, until: 1_999 })).toEqual([]);
  expect(await takeDue(db, { ...all, until: 2_000 })).toEqual([entry(1, 2_000)]);
});
