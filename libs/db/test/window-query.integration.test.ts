import { sql } from 'kysely';
import { ArgumentError, bulkInsert, windowQuery } from '../src/index.js';
import { tableReference } from '../src/table-reference.js';
import { sampleOrderItem, sampleProduct, sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test('gives the record of the wire: keys in order, numbers as numbers', async () => {
  const db = await server.openMigrated();
  const user = sampleUser();
  const item = sampleOrderItem({ user_id: user.id });
  await bulkInsert(db, 'users', [user]);
  await bulkInsert(db, 'products', [sampleProduct()]);
  await bulkInsert(db, 'order_items', [item]);
  const rows = await windowQuery(db, 5).execute();
  expect(JSON.stringify(rows)).toBe(
    JSON.stringify([
      {
        user_id: user.id,
        age: 36,
        gender: 'F',
        country: 'United Kingdom',
        traffic_source: 'Search',
        order_id: item.order_id,
        item_id: item.id,
        category: 'Jeans',
        cost: 7.25,
        item_status: 'Processing',
        sale_price: 19.99,
        created_at: item.created_at.getTime(),
      },
    ]),
  );
});

test('takes the window from the server’s clock, by fractions of a minute', async () => {
  const db = await server.openMigrated();
  const user = sampleUser();
  await bulkInsert(db, 'users', [user]);
  await bulkInsert(db, 'products', [sampleProduct()]);
  const ages = [0.1, 0.4, 0.6, 4.9, 5.1];
  const items = ages.map((age) => sampleOrderItem({ user_id: user.id, created_at: minutesAgo(age) }));
  await bulkInsert(db, 'order_items', items);
  expect(await windowQuery(db, 0.5).execute()).toHaveLength(2);
  expect(await windowQuery(db, 5).execute()).toHaveLength(4);
  expect(await windowQuery(db, 6).execute()).toHaveLength(5);
});

test('reads only the window by index, however large the tables are', async () => {
  const db = await server.openMigrated();
  const [users, products, items] = (['users', 'products', 'order_items'] as const).map((table) =>
    sql.raw(tableReference(db, table).sql),
  );
  await sql`
    insert into ${users}
    select gen_random_uuid(), '', '', '', 30, 'F', '', '', '', '', '', 0, 0, '', now()
    from generate_series(1, 20000)`.execute(db);
  await sql`
    insert into ${products}
    select n, 1, '', '', '', 1, 'Men', '', 1 from generate_series(1, 29120) as n`.execute(db);
  await sql`
    insert into ${items}
    select gen_random_uuid(), gen_random_uuid(), id, 1 + n % 29120, gen_random_uuid(), 'Complete',
      now() - n * interval '1 minute', null, null, null, 1
    from (select id, row_number() over () as n from ${users}) as numbered`.execute(db);
  await sql`analyze`.execute(db);

  const plan = await windowQuery(db, 20).explain<{ 'QUERY PLAN': string }>('text', sql`analyze, buffers`);
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toContain('order_items_created_at_idx');
  expect(text).toContain('users_pkey');
  expect(text).toContain('products_pkey');
  expect(text).not.toContain('Seq Scan');
  expect(await windowQuery(db, 20).execute()).toHaveLength(19);
});

test.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %p minutes', async (minutes) => {
  const db = server.connect(server.config('public'));
  expect(() => windowQuery(db, minutes)).toThrow(ArgumentError);
});
