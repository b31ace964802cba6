import { randomUUID } from 'node:crypto';
import type { Change } from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import { bookkeepingOf, bookkeepingTable } from '../src/bookkeeping/bookkeeping-tables.js';
import {
  commitSteps,
  insertEntries,
  type AgendaEntry,
  type Database,
  type StepCommit,
} from '../src/index.js';
import { tableReference } from '../src/table-reference.js';
import { sampleEvent, sampleInventoryItem, sampleOrder, sampleOrderItem, sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

const entry = (life: number, due: number, state: unknown = {}): AgendaEntry => ({
  run: 1,
  kind: 'shopper',
  life,
  due,
  state,
});
const insertUser = (id: string = randomUUID()): Change => ({
  op: 'insert',
  table: 'users',
  row: sampleUser({ id }),
});

async function agenda(db: Kysely<Database>): Promise<unknown[]> {
  const { rows } = await sql`
    select life::int, (extract(epoch from due) * 1000)::int8 as due, state
    from ${sql.raw(bookkeepingTable(db, 'agenda'))} order by life`.execute(db);
  return rows;
}

const countUsers = async (db: Kysely<Database>): Promise<number> =>
  (await db.selectFrom('users').select('id').execute()).length;

test('begins, moves and ends lives, with all that they change', async () => {
  const db = await server.openMigrated();
  const user = sampleUser();
  const order = sampleOrder({ user_id: user.id, status: 'Processing' });
  const items = [1, 2].map(() => sampleOrderItem({ order_id: order.order_id, user_id: user.id }));
  const begin: StepCommit = {
    next: entry(7, 1_000, { note: "it's \\ 👗" }),
    changes: [
      { op: 'insert', table: 'events', row: sampleEvent() },
      ...items.map((row): Change => ({ op: 'insert', table: 'order_items', row })),
      { op: 'insert', table: 'orders', row: order },
      { op: 'insert', table: 'users', row: user },
    ],
  };
  const ship: StepCommit = {
    done: entry(7, 1_000),
    next: entry(7, 2_500, { order: order.order_id }),
    changes: [
      { op: 'update', table: 'orders', key: order.order_id, set: { status: 'Shipped', cancelled_at: null } },
      ...items.map(({ id }): Change => ({
        op: 'update',
        table: 'order_items',
        key: id,
        set: { status: 'Shipped' },
      })),
      { op: 'update', table: 'users', key: user.id, set: { city: "L'Aquila \\ ", latitude: -0, age: -1 } },
    ],
  };
  expect(await commitSteps(db, [begin, ship])).toEqual(['done', 'done']);
  expect(await agenda(db)).toEqual([{ life: 7, due: 2_500, state: { order: order.order_id } }]);
  expect(await db.selectFrom('orders').selectAll().execute()).toEqual([
    { ...order, status: 'Shipped', cancelled_at: null },
  ]);
  expect(await db.selectFrom('order_items').select('status').execute()).toEqual([
    { status: 'Shipped' },
    { status: 'Shipped' },
  ]);
  expect(await db.selectFrom('users').selectAll().execute()).toEqual([
    { ...user, city: "L'Aquila \\ ", latitude: -0, age: -1 },
  ]);
  const forget: StepCommit = {
    done: entry(7, 2_500),
    changes: [
      { op: 'delete', table: 'users', key: user.id },
      { op: 'delete', table: 'orders', key: order.order_id },
      ...items.map(({ id }): Change => ({ op: 'delete', table: 'order_items', key: id })),
    ],
  };
  expect(await commitSteps(db, [forget, { changes: [] }])).toEqual(['done', 'done']);
  expect(await agenda(db)).toEqual([]);
  for (const table of ['users', 'orders', 'order_items'] as const) {
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
  }
});

test('a step that somebody else has done is gone and changes nothing, and those around it are done', async () => {
  const db = await server.openMigrated();
  await commitSteps(db, [{ next: entry(1, 1_000), changes: [] }]);
  const outcomes = await commitSteps(db, [
    { next: entry(2, 1_000), changes: [insertUser()] },
    { done: entry(1, 999), next: entry(1, 5_000), changes: [insertUser()] },
    { done: entry(9, 1_000), changes: [insertUser()] },
    { done: entry(1, 1_000), next: entry(1, 2_000), changes: [insertUser()] },
  ]);
  expect(outcomes).toEqual(['done', 'gone', 'gone', 'done']);
  expect(await agenda(db)).toMatchObject([
    { life: 1, due: 2_000 },
    { life: 2, due: 1_000 },
  ]);
  expect(await countUsers(db)).toBe(2);
});

test('steps that change nothing share a transaction, and are done one by one where one of them is gone', async () => {
  const db = await server.openMigrated();
  const lives = Array.from({ length: 150 }, (_, life) => life);
  await insertEntries(
    db,
    lives.map((life) => entry(life, 1_000)),
  );
  const move = (due: number): StepCommit[] =>
    lives.map((life) => ({ done: entry(life, due), next: entry(life, due + 1), changes: [] }));
  const transactions = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(distinct xmin::text)::int as count from ${sql.raw(bookkeepingTable(db, 'agenda'))}`.execute(
      db,
    );
    return rows[0]!.count;
  };
  expect(new Set(await commitSteps(db, move(1_000)))).toEqual(new Set(['done']));
  expect(await transactions()).toBe(3);
  const [first, ...others] = move(1_001);
  await commitSteps(db, [first!]);
  expect(await commitSteps(db, [...others, first!])).toEqual([...others.map(() => 'done'), 'gone']);
  expect(await agenda(db)).toEqual(lives.map((life) => ({ life, due: 1_002, state: {} })));
});

test('the same steps again are gone: those that begin, go on and end', async () => {
  const db = await server.openMigrated();
  await commitSteps(
    db,
    [3, 4].map((life) => ({ next: entry(life, 1), changes: [] })),
  );
  const steps: StepCommit[] = [
    { next: entry(1, 1_000), changes: [insertUser()] },
    { changes: [insertUser()] },
    { done: entry(3, 1), next: entry(3, 2), changes: [insertUser()] },
    { done: entry(4, 1), changes: [insertUser()] },
  ];
  expect(await commitSteps(db, steps)).toEqual(['done', 'done', 'done', 'done']);
  expect(await commitSteps(db, steps)).toEqual(['gone', 'gone', 'gone', 'gone']);
  expect(await countUsers(db)).toBe(4);
});

test('a piece is sold once, whoever is faster', async () => {
  const db = await server.openMigrated();
  const pieces = Array.from({ length: 20 }, () => sampleInventoryItem({ sold_at: null }));
  await commitSteps(db, [
    { changes: pieces.map((row): Change => ({ op: 'insert', table: 'inventory_items', row })) },
  ]);
  const sale = (life: number): StepCommit[] =>
    pieces.map(({ id }, place) => ({
      next: entry(100 * life + place, 1_000),
      changes: [
        { op: 'update', table: 'inventory_items', key: id, set: { sold_at: new Date() }, unless: 'sold' },
        insertUser(),
      ],
    }));
  const outcomes = await Promise.all([1, 2, 3].map((life) => commitSteps(db, sale(life))));
  for (const place of pieces.keys()) {
    expect(outcomes.map((of) => of[place]).sort()).toEqual(['done', 'sold', 'sold']);
  }
  expect(await countUsers(db)).toBe(pieces.length);
});

test('a step that takes several pieces gets all of them or none', async () => {
  const db = await server.openMigrated();
  const pieces = [null, null, new Date()].map((sold_at) => sampleInventoryItem({ sold_at }));
  await commitSteps(db, [
    { changes: pieces.map((row): Change => ({ op: 'insert', table: 'inventory_items', row })) },
  ]);
  const take = (...places: number[]): StepCommit => ({
    changes: places.map((place) => ({
      op: 'update',
      table: 'inventory_items',
      key: pieces[place]!.id,
      set: { sold_at: new Date(0) },
      unless: 'sold',
    })),
  });
  expect(await commitSteps(db, [take(0, 1, 2), take(0, 1)])).toEqual(['sold', 'done']);
});

test('what the server refuses is told with the outcomes of the others, once all are known', async () => {
  const db = await server.openMigrated();
  const user = sampleUser();
  await commitSteps(db, [{ next: entry(1, 1), changes: [{ op: 'insert', table: 'users', row: user }] }]);
  await expect(
    commitSteps(db, [
      { next: entry(2, 1), changes: [insertUser()] },
      {
        done: entry(1, 1),
        next: entry(1, 2),
        changes: [insertUser(user.id), { op: 'insert', table: 'events', row: sampleEvent() }],
      },
      { next: entry(3, 1), changes: [insertUser()] },
    ]),
  ).rejects.toMatchObject({
    code: 'THELOOK_COMMIT',
    step: 1,
    sqlState: '23505',
    outcomes: ['done', undefined, 'done'],
  });
  expect(await agenda(db)).toMatchObject([
    { life: 1, due: 1 },
    { life: 2, due: 1 },
    { life: 3, due: 1 },
  ]);
  expect(await countUsers(db)).toBe(3);
});

test('after a lost connection the same steps can be sent again', async () => {
  const db = await server.openMigrated();
  const users = sql.raw(tableReference(db, 'users').sql);
  const thelook = sql.raw(bookkeepingOf(db));
  // The server ends the connection while it works on the third step, once.
  await sql`create table ${thelook}.cut (once boolean)`.execute(db);
  await sql`insert into ${thelook}.cut values (true)`.execute(db);
  await sql`create function ${thelook}.cut() returns trigger language plpgsql as $$ begin
    if new.first_name = 'cut' and exists (select from ${thelook}.cut) then
      perform pg_terminate_backend(pg_backend_pid());
    end if;
    return new;
  end $$`.execute(db);
  await sql`create trigger cut before insert on ${users} for each row execute function ${thelook}.cut()`.execute(
    db,
  );
  const steps = [1, 2, 3, 4, 5].map((life): StepCommit => ({
    next: entry(life, 1_000),
    changes: [{ op: 'insert', table: 'users', row: sampleUser({ first_name: life === 3 ? 'cut' : 'Ada' }) }],
  }));
  await expect(commitSteps(db, steps)).rejects.toMatchObject({ code: 'THELOOK_COMMIT' });
  await sql`delete from ${thelook}.cut`.execute(db);
  expect(await commitSteps(db, steps)).toEqual(['gone', 'gone', 'done', 'done', 'done']);
  expect(await countUsers(db)).toBe(5);
});

test.each<[string, StepCommit, object]>([
  [
    'an unknown column',
    { changes: [{ op: 'update', table: 'orders', key: randomUUID(), set: { nickname: 'x' } as object }] },
    { code: 'THELOOK_BAD_ROW', column: 'nickname' },
  ],
  [
    'a value that would end the statement',
    { changes: [{ op: 'delete', table: 'users', key: "' or true; --" }] },
    { code: 'THELOOK_BAD_ROW', column: 'id' },
  ],
  [
    'null where there has to be something',
    { changes: [{ op: 'update', table: 'users', key: randomUUID(), set: { city: null as never } }] },
    { code: 'THELOOK_BAD_ROW', column: 'city' },
  ],
  [
    'nothing to set',
    { changes: [{ op: 'update', table: 'users', key: randomUUID(), set: {} }] },
    { code: 'THELOOK_BAD_ROW', table: 'users' },
  ],
  [
    'a row that does not fit',
    { changes: [{ op: 'insert', table: 'users', row: sampleUser({ age: 1.5 }) }] },
    { code: 'THELOOK_BAD_ROW', column: 'age' },
  ],
  ['half a millisecond', { next: entry(1, 0.5), changes: [] }, { code: 'THELOOK_BAD_ROW', column: 'due' }],
  [
    'the next step of somebody else',
    { done: entry(1, 1), next: entry(2, 2), changes: [] },
    { code: 'THELOOK_ARGUMENT', field: 'next' },
  ],
  [
    'a user who is to be on the shelf',
    { changes: [{ op: 'update', table: 'users', key: randomUUID(), set: { city: 'x' }, unless: 'sold' }] },
    { code: 'THELOOK_ARGUMENT', field: 'unless' },
  ],
])('refuses %s and sends nothing', async (_case, step, refusal) => {
  const db = await server.openMigrated();
  await expect(commitSteps(db, [{ changes: [insertUser()] }, step])).rejects.toMatchObject(refusal);
  expect(await countUsers(db)).toBe(0);
  expect(await commitSteps(db, [{ changes: [insertUser()] }])).toEqual(['done']);
});

test('refuses a transaction', async () => {
  const db = await server.openMigrated();
  const work = db.transaction().execute((transaction) => commitSteps(transaction, []));
  await expect(work).rejects.toMatchObject({ code: 'THELOOK_ARGUMENT', field: 'db' });
});
