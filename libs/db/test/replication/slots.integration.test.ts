import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  bookkeepingTable,
  createSlot,
  dropSlot,
  readLogPlace,
  readLogPlaces,
  readPublication,
  readPublications,
  readSlots,
  recordLogPlace,
  serverVersion,
  type SlotState,
} from '../../src/index.js';
import { useTestServer } from '../test-database.js';

const server = useTestServer();

test('makes a slot, tells what it holds back, and drops it', async () => {
  const db = server.connect(server.config('public'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const find = async () => (await readSlots(db)).find((slot) => slot.name === name);
  await createSlot(db, name);
  const before = await find();
  expect(before).toMatchObject({
    plugin: 'pgoutput',
    isActive: false,
    isTemporary: false,
    walStatus: 'reserved',
  });
  await sql`select pg_logical_emit_message(true, 'test', repeat('x', 1000000))`.execute(db);
  // The server writes its log in its own time.
  const grown = (slot: typeof before) =>
    Math.min(slot!.lagBytes! - before!.lagBytes!, slot!.heldBytes! - before!.heldBytes!);
  while (grown(await find()) <= 1_000_000) await sleep(20);
  await expect(createSlot(db, name)).rejects.toMatchObject({ code: '42710' });
  await dropSlot(db, name);
  expect(await find()).toBeUndefined();
  await expect(dropSlot(db, name)).rejects.toMatchObject({ code: '42704' });
});

/** What each version tells of a slot that the ones before do not. */
const toldSince: readonly [version: number, told: (keyof SlotState)[]][] = [
  [16, ['invalidation']],
  [17, ['failover', 'inactiveSince']],
];

test("tells of a slot what the server's version knows", async () => {
  const db = server.connect(server.config('public'));
  const version = await serverVersion(db);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await createSlot(db, name);
  const slot = (await readSlots(db)).find((each) => each.name === name)!;
  await dropSlot(db, name);
  const always = [
    ...['name', 'plugin', 'isTemporary', 'isActive', 'confirmedLsn', 'lagBytes', 'lagSeconds'],
    ...['heldBytes', 'safeBytes', 'walStatus', 'xminAge'],
  ];
  const newer = toldSince.flatMap(([since, told]) => (version >= since ? told : []));
  expect(Object.keys(slot).sort()).toEqual([...always, ...newer].sort());
  // None of them is of a name that the server has for something else.
  expect(slot).toMatchObject({ plugin: 'pgoutput', walStatus: 'reserved', lagSeconds: null });
  if (version >= 16) expect(slot.invalidation).toBeNull();
  if (version >= 17) expect(slot.inactiveSince).toBeInstanceOf(Date);
});

test('makes one that standbys keep where the server can', async () => {
  const db = server.connect(server.config('public'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  if ((await serverVersion(db)) < 17) {
    await expect(createSlot(db, name, { failover: true })).rejects.toThrow(RangeError);
    return;
  }
  await createSlot(db, name, { failover: true });
  expect((await readSlots(db)).find((each) => each.name === name)).toMatchObject({ failover: true });
  await dropSlot(db, name);
});

test('records where the log is, once in ten seconds, and forgets what is old or was never reached', async () => {
  const db = await server.openMigrated();
  expect(await readLogPlaces(db)).toEqual([]);
  const before = await readLogPlace(db);
  await recordLogPlace(db);
  const [first, ...others] = await readLogPlaces(db);
  expect(others).toEqual([]);
  expect(first!.lsn).toBeGreaterThanOrEqual(before.lsn);
  expect(first!.ms).toBeGreaterThanOrEqual(before.ms);
  await recordLogPlace(db);
  expect(await readLogPlaces(db)).toEqual([first]);
  const places = sql.raw(bookkeepingTable(db, 'log_places'));
  await sql`update ${places} set at = at - interval '11 seconds'`.execute(db);
  await sql`insert into ${places} values (now() - interval '25 hours', '0/1'), (now() - interval '1 hour', 'FFFF/0')`.execute(
    db,
  );
  await recordLogPlace(db);
  const kept = await readLogPlaces(db);
  expect(kept).toHaveLength(2);
  expect(kept[0]!.lsn).toBe(first!.lsn);
  expect(kept[1]!.lsn).toBeGreaterThanOrEqual(first!.lsn);
  expect(kept[1]!.ms).toBeGreaterThanOrEqual(first!.ms);
});

test('tells of a publication its tables, columns, keys and conditions', async () => {
  const schema = server.newSchema();
  const db = server.connect(server.config(schema));
  await sql
    .raw(
      `create schema ${schema};
       create table ${schema}.pairs (b int, a int, gone int, note text, primary key (a, b));
       alter table ${schema}.pairs drop gone;
       create table ${schema}.loose (id int, double int generated always as (id * 2) stored);
       alter table ${schema}.loose replica identity full;
       create publication ${schema} for table ${schema}.pairs where (a > 1), ${schema}.loose`,
    )
    .execute(db);
  const column = (name: string, type: number, isKey: boolean) => ({ name, type, isKey, typeModifier: -1 });
  expect(await readPublication(db, schema)).toMatchObject({
    coversAllTables: false,
    tables: [
      {
        relation: { name: 'loose', replicaIdentity: 'full', columns: [column('id', 23, true)] },
        primaryKey: [],
        rowFilter: null,
      },
      {
        relation: {
          name: 'pairs',
          replicaIdentity: 'default',
          columns: [column('b', 23, true), column('a', 23, true), column('note', 25, false)],
        },
        primaryKey: ['a', 'b'],
        rowFilter: '(a > 1)',
      },
    ],
  });
  expect(await readPublication(db, 'none')).toBeUndefined();
  expect(await readPublications(db)).toContainEqual({ name: schema, coversAllTables: false, tables: 2 });
});
