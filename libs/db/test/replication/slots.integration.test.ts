import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createSlot,
  dropSlot,
  readPublication,
  readPublications,
  readSlots,
  serverVersion,
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

test('makes one that standbys keep where the server can', async () => {
  const db = server.connect(server.config('public'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  expect(await serverVersion(db)).toBeGreaterThanOrEqual(17);
  await createSlot(db, name, { failover: true });
  const slot = (await readSlots(db)).find((each) => each.name === name);
  expect(slot).toMatchObject({ failover: true, invalidation: null });
  expect(slot!.inactiveSince).toBeInstanceOf(Date);
  await dropSlot(db, name);
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
