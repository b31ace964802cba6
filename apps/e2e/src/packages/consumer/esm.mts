/** A program that has installed the packages and imports them as ES modules. */
import {
  bulkInsert,
  createDb,
  migrate,
  readConnectionConfig,
  refreshStatic,
  windowQuery,
  type Database,
} from '@thelook/db';
import { startThrowawayServer } from '@thelook/embedded-postgres';
import { decodeRecords, encodeRecords, type SalesRecord } from '@thelook/feed';
import { createShop, loadCatalogue, type Catalogue, type Shop } from '@thelook/models';
import type { Kysely } from 'kysely';

const tables = ['users', 'orders', 'order_items', 'inventory_items', 'events'] as const;

const server = await startThrowawayServer();
const config = readConnectionConfig({ DATABASE_URL: server.url });
if (!config) throw new Error('DATABASE_URL is not read');
const db: Kysely<Database> = createDb(config);
try {
  await migrate(db);
  const catalogue: Catalogue = await loadCatalogue();
  await refreshStatic(db, catalogue);

  const shop: Shop = createShop({ catalogue, seed: 1, profile: 'classic' });
  const written: Record<string, number> = {};
  for (let shopper = shop.next(), n = 0; n < 10; shopper = shop.next(), n += 1) {
    for (const table of tables) {
      const { rows } = await bulkInsert(db, table, shopper[table], { ifExists: 'append' });
      written[table] = (written[table] ?? 0) + rows;
    }
  }

  const records: SalesRecord[] = decodeRecords(encodeRecords(await windowQuery(db, 5).execute()));
  console.log(JSON.stringify({ written, sales: records.length }));
} finally {
  await db.destroy();
  await server.stop();
}
