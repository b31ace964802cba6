import { createDb, migrate, readConnectionConfig, type ConnectionConfig, type Database } from '@thelook/db';
import type { ThrowawayServer } from '@thelook/embedded-postgres';
import { sql, type Kysely } from 'kysely';

/** As many as the catalogue has. */
const PRODUCTS = 29_120;
const ITEMS_PER_USER = 2;
/** Rows of one statement, so that no transaction is larger than memory likes. */
const BATCH = 1_000_000;

/** A shop with a history of a given length, and a window that is the same in all of them. */
export interface GrownShop {
  items: number;
  config: ConnectionConfig;
  db: Kysely<Database>;
}

/**
 * Fills a new database on the server. Ids grow with time, as the generator's do. The newest `windowRows` items lie
 * around the present, in windows of five minutes for as long as a measurement takes; all others are older.
 */
export async function growShop(
  server: ThrowawayServer,
  items: number,
  windowRows: number,
): Promise<GrownShop> {
  const database = await server.createDatabase();
  const config = readConnectionConfig({ DATABASE_URL: database.url });
  if (!config) throw new Error('the database has no address');
  const db = createDb({ ...config, maxConnections: 2 });
  await migrate(db);
  await fillProducts(db);
  for (let from = 0; from < items / ITEMS_PER_USER; from += BATCH) {
    await fillUsers(db, from, Math.min(from + BATCH, items / ITEMS_PER_USER));
  }
  for (let from = 0; from < items; from += BATCH) {
    await fillItems(db, from, Math.min(from + BATCH, items), items - windowRows);
  }
  await sql`vacuum analyze`.execute(db);
  return { items, config, db };
}

async function fillProducts(db: Kysely<Database>): Promise<void> {
  await sql`
    insert into ecommerce.products
    select n, 10.5, 'Category ' || n % 26, 'Product ' || n, 'Brand ' || n % 2000, 20.25,
      case n % 2 when 0 then 'Men' else 'Women' end, md5(n::text), 1 + n % 10
    from generate_series(1, ${sql.lit(PRODUCTS)}) as n`.execute(db);
}

async function fillUsers(db: Kysely<Database>, from: number, to: number): Promise<void> {
  await sql`
    insert into ecommerce.users
    select ${id('1', sql`n`)}, 'Ada', 'Byron', 'ada' || n || '@example.com', 12 + n % 59, 'F', 'State', n || ' Street',
      '12345', 'City', 'Country ' || n % 14, 1, 1, 'Search', now() - interval '1 year'
    from generate_series(${sql.lit(from)}, ${sql.lit(to - 1)}) as n`.execute(db);
}

async function fillItems(db: Kysely<Database>, from: number, to: number, old: number): Promise<void> {
  await sql`
    insert into ecommerce.order_items
    select ${id('2', sql`n`)}, ${id('3', sql`n`)}, ${id('1', sql`(n / ${sql.lit(ITEMS_PER_USER)})`)},
      1 + n % ${sql.lit(PRODUCTS)}, ${id('4', sql`n`)}, 'Processing',
      case when n < ${sql.lit(old)} then now() - interval '1 hour' - (${sql.lit(old)} - n) * interval '3 seconds'
        else now() + (n - ${sql.lit(old)}) * interval '100 milliseconds' end,
      null, null, null, 20.25
    from generate_series(${sql.lit(from)}, ${sql.lit(to - 1)}) as n`.execute(db);
}

/** A UUID that grows with its number. */
function id(kind: string, n: ReturnType<typeof sql>) {
  return sql`(lpad(to_hex(${n}), 12, '0') || ${sql.lit(`${kind}`.padStart(20, '0'))})::uuid`;
}
