/** A program that has installed the packages and requires them from CommonJS. */
import db = require('@thelook/db');
import embedded = require('@thelook/embedded-postgres');
import feed = require('@thelook/feed');
import models = require('@thelook/models');

const tables = ['users', 'orders', 'order_items', 'inventory_items', 'events'] as const;

async function main(): Promise<void> {
  const server = await embedded.startThrowawayServer();
  const config = db.readConnectionConfig({ DATABASE_URL: server.url });
  if (!config) throw new Error('DATABASE_URL is not read');
  const connection = db.createDb(config);
  try {
    await db.migrate(connection);
    const catalogue: models.Catalogue = await models.loadCatalogue();
    await db.refreshStatic(connection, catalogue);

    const shop: models.Shop = models.createShop({ catalogue, seed: 1, profile: 'classic' });
    const written: Record<string, number> = {};
    for (let shopper = shop.next(), n = 0; n < 10; shopper = shop.next(), n += 1) {
      for (const table of tables) {
        const { rows } = await db.bulkInsert(connection, table, shopper[table], { ifExists: 'append' });
        written[table] = (written[table] ?? 0) + rows;
      }
    }

    const window = await db.windowQuery(connection, 5).execute();
    const records: feed.SalesRecord[] = feed.decodeRecords(feed.encodeRecords(window));
    console.log(JSON.stringify({ written, sales: records.length }));
  } finally {
    await connection.destroy();
    await server.stop();
  }
}

void main();
