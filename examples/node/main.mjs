/** The categories that sell best in a shop of a hundred people: node main.mjs */
import { createDb, readConnectionConfig, seedDatabase } from '@thelook/db';
import { startThrowawayServer } from '@thelook/embedded-postgres';

const server = await startThrowawayServer(); // or a DATABASE_URL of your own
const db = createDb(readConnectionConfig({ DATABASE_URL: server.url }));
try {
  await seedDatabase(db, { users: 100, seed: 42 });
  const best = await db
    .selectFrom('order_items')
    .innerJoin('products', 'products.id', 'order_items.product_id')
    .select(({ fn }) => ['category', fn.sum('sale_price').as('sales')])
    .groupBy('category')
    .orderBy('sales', 'desc')
    .limit(3)
    .execute();
  for (const { category, sales } of best) console.log(`${category}: ${Number(sales).toFixed(2)} USD`);
} finally {
  await db.destroy();
  await server.stop();
}
