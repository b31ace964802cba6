import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../src/bookkeeping/bookkeeping-tables.js';
import { LaneLeases, LANES, type Database } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

/** Long enough for a busy machine, where nobody is to be taken for dead. */
const long = 60_000;
const newLeases = (db: Kysely<Database>, leaseMs = long): LaneLeases =>
  new LaneLeases(db, { id: randomUUID(), leaseMs });

/** Everybody renews, at the same moment, as often as it takes to settle; no lane is anybody's but one's. */
async function settle(all: LaneLeases[]): Promise<number[]> {
  let owned: number[][] = [];
  for (let round = 0; round < 3; round += 1) owned = await Promise.all(all.map((leases) => leases.renew()));
  expect(new Set(owned.flat()).size).toBe(owned.flat().length);
  return owned.map(({ length }) => length).sort((one, other) => other - one);
}

test('one generator has all lanes', async () => {
  const leases = newLeases(await server.openMigrated());
  expect(await leases.renew()).toEqual(Array.from({ length: LANES }, (_, lane) => lane));
});

test.each([
  [2, [16, 16]],
  [3, [11, 11, 10]],
  [8, [4, 4, 4, 4, 4, 4, 4, 4]],
])('%d generators share them', async (count, shares) => {
  const db = await server.openMigrated();
  const all = Array.from({ length: count }, () => newLeases(db));
  await all[0]!.renew();
  expect(await settle(all)).toEqual(shares);
});

test('who stops gives its lanes back at once', async () => {
  const db = await server.openMigrated();
  const [one, other] = [newLeases(db), newLeases(db)];
  await settle([one, other]);
  await other.release();
  expect(await one.renew()).toHaveLength(LANES);
});

test('the lanes of one that is not heard of any more go to the others, but not before its lease is over', async () => {
  const db = await server.openMigrated();
  const [alive, dead] = [newLeases(db, 1_000), newLeases(db, 1_000)];
  await settle([alive, dead]);
  await dead.renew();
  const silent = sql<{ ms: number }>`
    select extract(epoch from clock_timestamp() - min(seen_at)) * 1000 as ms
    from ${sql.raw(bookkeepingTable(db, 'generators'))}`;
  // By the server's clock, like the lease, and before the lanes are looked at: the machine may be busy.
  while ((await alive.renew()).length < LANES);
  const { rows } = await silent.execute(db);
  expect(rows[0]!.ms).toBeGreaterThan(1_000);
  expect(await settle([alive, dead])).toEqual([16, 16]);
});

test('a lease stays where it is as long as it is renewed', async () => {
  const db = await server.openMigrated();
  const [one, other] = [newLeases(db), newLeases(db)];
  await settle([one, other]);
  const before = await one.renew();
  await other.renew();
  expect(await one.renew()).toEqual(before);
});
