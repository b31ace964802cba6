import { createDb, migrate, readConnectionConfig } from '@thelook/db';
import { pino } from 'pino';
import { randomBytes, randomUUID } from 'node:crypto';
import { createWindowSource } from '../../src/window/sales-window.js';
import { FollowedView, openShop, refreshUntil, schema, type TestShop } from './test-shop.js';

let shop: TestShop;

beforeEach(async () => {
  shop = await openShop();
  await shop.admin.query(`
    insert into users values ('00000000-0000-4000-8000-000000000001', '', '', '', 36, 'F', '', '', '', '', 'China', 0, 0,
      'Search', now());
    insert into products values (1, 7.25, 'Jeans', 'Straight cut', null, 20, 'Women', '', 1)`);
});
afterEach(() => shop.close());

const buyer = '00000000-0000-4000-8000-000000000001';

/** Sells something, so many seconds ago. */
async function sell({ user = buyer, product = 1, age = 1, client = shop.admin, id = randomUUID() } = {}) {
  await client.query(
    `insert into order_items values ($1, gen_random_uuid(), $2, $3, gen_random_uuid(), 'Processing',
       now() - $4 * interval '1 second', null, null, null, 19.99)`,
    [id, user, product, age],
  );
  return id;
}

function follow(source = shop.source(), minutes = 5) {
  return { source, followed: new FollowedView(minutes, source.open(minutes)) };
}

/** A view that is kept from the stream of changes. */
async function followStream(options: Parameters<TestShop['source']>[0] = {}, minutes = 5) {
  const { source, followed } = follow(shop.source(options), minutes);
  await refreshUntil(followed, () => source.mode === 'replication');
  return { source, followed };
}

async function connections(kind: 'client backend' | 'walsender'): Promise<number> {
  const { rows } = await shop.admin.query(
    `select pid from pg_stat_activity
     where datname = current_database() and application_name = 'thelook' and backend_type = $1`,
    [kind],
  );
  return rows.length;
}

test('has everything that was committed before the refresh, in either mode', async () => {
  const streaming = await followStream();
  const querying = follow(shop.source({ mode: 'query' }));
  for (let n = 0; n < 20; n += 1) {
    const id = await sell();
    for (const { followed } of [streaming, querying]) {
      expect((await followed.refresh()).added.map(({ item_id }) => item_id)).toEqual([id]);
    }
  }
  expect(streaming.source.mode).toBe('replication');
  expect(querying.source.mode).toBe('query');
  await streaming.followed.compare(shop.admin, 'now()');
});

test('takes a commit that comes late when it comes, and a rollback never', async () => {
  const { followed } = await followStream();
  const [late, rolledBack] = [await shop.connect(), await shop.connect()];
  await late.query('begin');
  await rolledBack.query('begin');
  const id = await sell({ client: late });
  await sell({ client: rolledBack });
  await sell();
  expect((await followed.refresh()).added).toHaveLength(1);
  await rolledBack.query('rollback');
  await late.query('commit');
  expect((await followed.refresh()).added.map(({ item_id }) => item_id)).toEqual([id]);
});

test('begins with full queries while an old transaction keeps the stream from beginning', async () => {
  const old = await shop.connect();
  await old.query('begin');
  const pending = await sell({ client: old });
  const { source, followed } = follow();
  const id = await sell();
  await followed.refresh();
  await followed.refresh();
  expect([source.mode, ...followed.items.keys()]).toEqual(['query', id]);
  await old.query('commit');
  await refreshUntil(followed, () => source.mode === 'replication');
  expect([...followed.items.keys()].sort()).toEqual([id, pending].sort());
});

test('stops at once even while it waits for an old transaction', async () => {
  const old = await shop.connect();
  await old.query('begin');
  await sell({ client: old });
  const { source, followed } = follow();
  await followed.refresh();
  await source.stop();
  await refreshUntil(
    follow(shop.source({ mode: 'query' })).followed,
    async () => (await connections('walsender')) === 0,
  );
  await old.query('rollback');
});

test('holds neither connection nor slot while nobody looks, and has them again when somebody does', async () => {
  const { source, followed } = await followStream({ graceMs: 1 });
  const slots = async () =>
    (await shop.admin.query('select from pg_replication_slots where database = current_database()')).rowCount;
  expect(await slots()).toBe(1);
  followed.view.close();
  while ((await slots()) !== 0 || (await connections('walsender')) !== 0);
  expect(source.mode).toBe('query');
  const again = follow(source).followed;
  await refreshUntil(again, () => source.mode === 'replication');
  await again.compare(shop.admin, 'now()');
});

test('uses three connections at most, however many look', async () => {
  const { source } = await followStream({}, 30);
  const views = [1, 2, 3, 5, 8, 13, 21, 30].map((minutes) => source.open(minutes));
  let most = 0;
  for (let n = 0; n < 5; n += 1) {
    const refreshed = Promise.all(views.map((view) => view.refresh(async () => undefined)));
    most = Math.max(most, (await connections('walsender')) + (await connections('client backend')));
    await refreshed;
  }
  expect(await connections('walsender')).toBe(1);
  expect(most).toBeLessThanOrEqual(3);
});

test('reads a buyer whom it has not met', async () => {
  const stranger = randomUUID();
  await shop.admin.query(
    `insert into users values ($1, '', '', '', 50, 'M', '', '', '', '', 'Japan', 0, 0, 'Email', now())`,
    [stranger],
  );
  const { source, followed } = await followStream();
  await sell({ user: stranger });
  expect((await followed.refresh()).added).toMatchObject([{ user_id: stranger, country: 'Japan' }]);
  await sell({ user: randomUUID() });
  expect((await followed.refresh()).added).toEqual([]);
  expect(source.mode).toBe('replication');
});

test('keeps a value that is stored out of line when another one of its row changes', async () => {
  const { source, followed } = await followStream();
  await shop.admin.query('alter table users alter country set storage external');
  await shop.admin.query('update users set country = $1', [randomBytes(8_000).toString('hex')]);
  const id = await sell();
  await followed.refresh();
  await shop.admin.query('update users set age = 37');
  expect((await followed.refresh()).changed).toMatchObject([{ item_id: id, age: 37 }]);
  await followed.compare(shop.admin, 'now()');
  expect(source.mode).toBe('replication');
});

test('knows moments of any kind', async () => {
  const { source, followed } = await followStream();
  for (const moment of ['infinity', '-infinity', '2150-01-01 00:00:00.123456+02', '0044-03-15 BC']) {
    await shop.admin.query(
      `insert into order_items values (gen_random_uuid(), gen_random_uuid(), $1, 1, gen_random_uuid(), 'Complete', $2,
         null, null, null, 'NaN')`,
      [buyer, moment],
    );
  }
  expect((await followed.refresh()).added).toHaveLength(2);
  await followed.compare(shop.admin, 'now()');
  expect(source.mode).toBe('replication');
});

test('takes a longer window than before from a new start, and shorter ones from what it has', async () => {
  const { source, followed } = await followStream();
  await sell({ age: 600 });
  await sell({ age: 30 });
  const shorter = follow(source, 1).followed;
  expect((await shorter.refresh()).added).toHaveLength(1);
  expect(source.mode).toBe('replication');
  const longer = follow(source, 60).followed;
  expect((await longer.refresh()).added).toHaveLength(2);
  await refreshUntil(longer, () => source.mode === 'replication');
  await sell({ age: 3_000 });
  expect((await longer.refresh()).added).toHaveLength(1);
  expect((await followed.refresh()).added).toHaveLength(1);
  await longer.compare(shop.admin, 'now()');
});

test('misses nothing for a view that is not refreshed while the stream is lost and found', async () => {
  const { source, followed } = await followStream();
  const rare = follow(source).followed;
  const gone = await sell();
  await Promise.all([rare.refresh(), followed.refresh()]);
  await shop.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'walsender' and datname = current_database()`,
  );
  await shop.admin.query('delete from order_items where id = $1', [gone]);
  const id = await sell();
  await refreshUntil(
    followed,
    async () => source.mode === 'replication' && (await connections('walsender')) === 1,
  );
  expect(await rare.refresh()).toMatchObject({ added: [{ item_id: id }], changed: [], removed: [gone] });
  await rare.compare(shop.admin, 'now()');
});

test('notices tables that are made anew, and publications that are altered', async () => {
  const { source, followed } = await followStream();
  await sell();
  await followed.refresh();
  await shop.admin.query('create table other (like order_items including all); drop table order_items');
  await shop.admin.query('alter table other rename to order_items');
  const id = await sell();
  expect((await followed.refresh()).added.map(({ item_id }) => item_id)).toEqual([id]);
  await refreshUntil(followed, () => source.mode === 'replication');

  await shop.admin.query('alter publication thelook_feed drop table order_items');
  await sell();
  expect((await followed.refresh()).added).toHaveLength(1);
  await refreshUntil(followed, () => source.mode === 'replication');
  await sell();
  expect((await followed.refresh()).added).toHaveLength(1);
  await followed.compare(shop.admin, 'now()');
});

const distributes = `
  set allow_system_table_mods = on;
  create table pg_catalog.pg_dist_partition (logicalrelid regclass not null);
  set allow_system_table_mods = off`;

test.each([
  [
    'distributed tables',
    `${distributes}; insert into pg_catalog.pg_dist_partition values ('ecommerce.users')`,
    'ecommerce"."users": it is distributed',
  ],
  ['tables that others inherit from', 'create table more () inherits (order_items)', 'inherit from it'],
  [
    'partitioned tables',
    `drop publication if exists thelook_feed; alter table order_items rename to only_part;
     create table order_items (like only_part) partition by range (created_at);
     alter table order_items attach partition only_part default`,
    'it is partitioned',
  ],
])(
  'reads full queries of %s, whose changes the log does not have, and says why',
  async (_, statement, reason) => {
    await shop.admin.query(statement);
    const log: { msg: string; reason?: string }[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(JSON.parse(line)) });
    const { source, followed } = follow(shop.source({ logger }));
    await refreshUntil(followed, () => log.length > 0);
    expect(log).toMatchObject([
      { msg: 'windows are read by full queries', reason: expect.stringContaining(reason) },
    ]);
    const id = await sell();
    expect((await followed.refresh()).added.map(({ item_id }) => item_id)).toEqual([id]);
    await followed.compare(shop.admin, 'now()');
    expect(source.mode).toBe('query');
  },
);

test('notices that tables are distributed while it follows them', async () => {
  await shop.admin.query(distributes);
  const { source, followed } = await followStream();
  // As Citus does when it distributes a table.
  await shop.admin.query(`
    insert into pg_catalog.pg_dist_partition values ('order_items');
    create function forbid() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger truncate_trigger after truncate on order_items execute function forbid()`);
  const id = await sell();
  expect((await followed.refresh()).added.map(({ item_id }) => item_id)).toEqual([id]);
  expect(source.mode).toBe('query');
});

test('notices a column that is renamed, and goes on when it is there again', async () => {
  const { source, followed } = await followStream();
  await sell();
  await followed.refresh();
  await shop.admin.query('alter table order_items rename status to state');
  await expect(followed.refresh()).rejects.toMatchObject({
    code: '42703',
    message: expect.stringContaining('status'),
  });
  expect(source.mode).toBe('query');
  await shop.admin.query('alter table order_items rename state to status');
  await refreshUntil(followed, () => source.mode === 'replication');
  await followed.compare(shop.admin, 'now()');
});

test('waits for tables that do not exist yet', async () => {
  await shop.admin.query(`drop schema ${schema} cascade`);
  const { source, followed } = follow();
  expect(await followed.refresh()).toMatchObject({ added: [], changed: [], removed: [] });
  await migrate(shop.db);
  await refreshUntil(followed, () => source.mode === 'replication');
});

test('keeps two shops of one database apart', async () => {
  const config = { ...shop.config, schema: 'second Shop' };
  const db = createDb({ ...config, maxConnections: 2 });
  const second = createWindowSource({ config, db, logger: pino({ level: 'silent' }) });
  try {
    await migrate(db);
    const { followed } = await followStream();
    const other = new FollowedView(5, second.open(5));
    await refreshUntil(other, () => second.mode === 'replication');
    await sell();
    expect((await other.refresh()).added).toEqual([]);
    expect((await followed.refresh()).added).toHaveLength(1);
    await shop.admin.query(`
      insert into "second Shop".users select * from users;
      insert into "second Shop".products select * from products;
      insert into "second Shop".order_items select * from order_items`);
    expect((await other.refresh()).added).toHaveLength(1);
    expect((await followed.refresh()).added).toEqual([]);
    expect(second.mode).toBe('replication');
  } finally {
    await second.stop();
    await db.destroy();
  }
});

test.each([
  { may: 'not replicate', attributes: 'noreplication', mode: 'query', reason: /permission denied/ },
  { may: 'replicate but not publish', attributes: 'replication', mode: 'replication', reason: undefined },
])('works for a role that may $may', async ({ attributes, mode, reason }) => {
  const role = `reader_${randomBytes(6).toString('hex')}`;
  await shop.admin.query(`
    drop publication if exists thelook_feed;
    create role ${role} login ${attributes} password 'secret';
    grant usage on schema ${schema} to ${role};
    grant select on all tables in schema ${schema} to ${role}`);
  const config = readConnectionConfig({ DATABASE_URL: urlFor(role, 'secret') });
  if (!config) throw new Error('no address');
  const db = createDb({ ...config, maxConnections: 2 });
  const log: { msg: string; reason?: string }[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(JSON.parse(line)) });
  const source = createWindowSource({ config, db, logger });
  try {
    const followed = new FollowedView(5, source.open(5));
    await sell();
    await refreshUntil(followed, () => log.length > 0);
    await sell();
    await followed.refresh();
    await followed.compare(shop.admin, 'now()');
    expect(followed.items.size).toBe(2);
    expect(source.mode).toBe(mode);
    expect(log).toHaveLength(1);
    if (reason) expect(log[0]?.reason).toMatch(reason);
  } finally {
    await source.stop();
    await db.destroy();
    await shop.admin.query(`drop owned by ${role}; drop role ${role}`);
  }
});

test.each(['query', 'replication'] as const)('refuses a window of too many items (%s)', async (mode) => {
  for (let n = 0; n < 4; n += 1) await sell();
  const { followed } = follow(shop.source({ mode, maxItems: 3 }));
  await expect(followed.refresh()).rejects.toMatchObject({ code: 'THELOOK_WINDOW_TOO_LARGE' });
  await shop.admin.query('delete from order_items where id = (select id from order_items limit 1)');
  await refreshUntil(tolerant(followed), () => followed.items.size === 3);
});

/** Goes on while the window is too large. */
function tolerant(followed: FollowedView) {
  return {
    refresh: () =>
      followed.refresh().catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'THELOOK_WINDOW_TOO_LARGE' });
        return { added: [], changed: [], removed: [] };
      }),
  };
}

test.each(['query', 'auto'] as const)(
  'a window that grows past what there is room for goes, shorter ones stay, and it comes back (%s)',
  async (mode) => {
    const source = shop.source({ mode, maxItems: 20 });
    const short = follow(source, 1).followed;
    const long = follow(source, 10).followed;
    for (let n = 0; n < 10; n += 1) await sell({ age: 300 });
    await sell({ age: 0 });
    await refreshUntil(long, () => mode === 'query' || source.mode === 'replication');
    await short.refresh();
    expect([short.items.size, long.items.size]).toEqual([1, 11]);
    for (let n = 0; n < 12; n += 1) await sell({ age: 200 });
    await refreshUntil(tolerant(long), async () => {
      await refreshUntil(short, () => true);
      await short.compare(shop.admin, 'now()');
      return long.view.items.size === 0;
    });
    await expect(long.refresh()).rejects.toMatchObject({ code: 'THELOOK_WINDOW_TOO_LARGE' });
    await refreshUntil(short, () => mode === 'query' || source.mode === 'replication');
    await sell({ age: 0 });
    expect((await short.refresh()).added).toHaveLength(1);
    await shop.admin.query(`delete from order_items where created_at < now() - interval '150 seconds'`);
    await refreshUntil(tolerant(long), () => long.view.items.size === 2);
    await long.compare(shop.admin, 'now()');
  },
);

test('a status that changes is told at the next refresh', async () => {
  const { source, followed } = await followStream();
  const id = await sell();
  await followed.refresh();
  await shop.admin.query(`update order_items set status = 'Shipped', shipped_at = now()`);
  expect(await followed.refresh()).toMatchObject({
    added: [],
    changed: [{ item_id: id, item_status: 'Shipped' }],
    removed: [],
  });
  // What the window does not show changes nothing.
  await shop.admin.query(`update order_items set delivered_at = now()`);
  expect(await followed.refresh()).toEqual({ added: [], changed: [], removed: [] });
  expect(source.mode).toBe('replication');
});

test('refuses lookbacks that are none, and views that are closed', async () => {
  const source = shop.source();
  for (const value of [0, -1, Number.NaN, Infinity]) {
    expect(() => source.open(value)).toThrow(expect.objectContaining({ code: 'THELOOK_LOOKBACK', value }));
  }
  const view = source.open(5);
  view.close();
  view.close();
  await expect(view.refresh(async () => undefined)).rejects.toMatchObject({ code: 'THELOOK_WINDOW_CLOSED' });
  await Promise.all([source.stop(), source.stop()]);
  expect(() => source.open(5)).toThrow(expect.objectContaining({ code: 'THELOOK_WINDOW_CLOSED' }));
});

function urlFor(user: string, password: string): string {
  const { connectionString } = shop.config.connection;
  const url = new URL(connectionString ?? '');
  [url.username, url.password] = [user, password];
  return url.href;
}
