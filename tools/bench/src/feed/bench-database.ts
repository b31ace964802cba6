import { createDb, migrate, readConnectionConfig, refreshStatic, type Database } from '@thelook/db';
import { startThrowawayServer, type TestDatabase, type ThrowawayServer } from '@thelook/embedded-postgres';
import { loadCatalogue, type Catalogue } from '@thelook/models';
import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';

const USERS = 1_000;
const sources = ['Search', 'Organic', 'Facebook', 'Email', 'Display'];

/** A throw-away server with databases for one case each. */
export class BenchDatabases {
  readonly #server: ThrowawayServer;
  readonly #catalogue: Catalogue;
  readonly #countries: readonly string[];

  private constructor(server: ThrowawayServer, catalogue: Catalogue) {
    this.#server = server;
    this.#catalogue = catalogue;
    this.#countries = [...new Set(catalogue.places.map(({ country }) => country))];
  }

  static async start(): Promise<BenchDatabases> {
    const [server, catalogue] = await Promise.all([startThrowawayServer(), loadCatalogue()]);
    return new BenchDatabases(server, catalogue);
  }

  /** A shop whose last `minutes` hold `rows` order items, evenly spread. */
  async create(rows: number, minutes: number): Promise<TestDatabase> {
    const database = await this.#server.createDatabase();
    const config = readConnectionConfig({ DATABASE_URL: database.url });
    if (!config) throw new Error('the database has no address');
    const db = createDb({ ...config, maxConnections: 1 });
    try {
      await migrate(db);
      await refreshStatic(db, this.#catalogue);
      await addUsers(db, this.#countries);
      await addItems(db, rows, minutes);
    } finally {
      await db.destroy();
    }
    return database;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}

async function addUsers(db: Kysely<Database>, countries: readonly string[]): Promise<void> {
  const rows = Array.from({ length: USERS }, (_, n) => ({
    ...{ id: randomUUID(), first_name: 'Ada', last_name: 'Byron', email: `ada${n}@example.com` },
    ...{ age: 12 + (n % 59), gender: n % 2 === 0 ? ('F' as const) : ('M' as const) },
    ...{ state: 'State', street_address: '1 Street', postal_code: '12345', city: 'City' },
    ...{ country: countries[n % countries.length]!, latitude: 0, longitude: 0 },
    ...{ traffic_source: sources[n % sources.length]!, created_at: new Date() },
  }));
  await db.insertInto('users').values(rows).execute();
}

async function addItems(db: Kysely<Database>, rows: number, minutes: number): Promise<void> {
  const users = await db.selectFrom('users').select('id').execute();
  const products = await db.selectFrom('products').select(['id', 'retail_price']).execute();
  const place = (n: number, count: number) => (n * 7_919) % count;
  const now = Date.now();
  const items = Array.from({ length: rows }, (_, n) => ({
    ...{ id: randomUUID(), order_id: randomUUID(), inventory_item_id: randomUUID() },
    user_id: users[place(n, users.length)]!.id,
    product_id: products[place(n, products.length)]!.id,
    status: 'Processing' as const,
    created_at: new Date(now - (n / rows) * minutes * 60_000),
    sale_price: products[place(n, products.length)]!.retail_price,
  }));
  for (let first = 0; first < rows; first += 1_000) {
    await db
      .insertInto('order_items')
      .values(items.slice(first, first + 1_000))
      .execute();
  }
}
