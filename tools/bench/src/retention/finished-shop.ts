import { bulkInsert, createDb, generatedTables, migrate, readConnectionConfig } from '@thelook/db';
import { createLives, loadCatalogue, reveal, type Shopper, type World } from '@thelook/models';
import { sql } from 'kysely';

export const OPENED_AT = Date.UTC(2026, 0, 1);
const SPEED = 86_400;
const HOUR = 3_600_000;

/** Fills a shop with the lives of people who came in the hour after it opened, ten years in shop time; all are over. */
export async function fillShop(url: string, users: number): Promise<number> {
  const db = createDb(readConnectionConfig({ DATABASE_URL: url })!);
  try {
    await migrate(db, { publication: false });
    const opened = sql`to_timestamp(${OPENED_AT / 1_000}::float8)`;
    await sql`insert into thelook.clock values (${opened}, ${opened}, ${SPEED})`.execute(db);
    const lives = createLives({ catalogue: await loadCatalogue(), seed: 1 });
    const realAt = (shop: number) => Math.floor(OPENED_AT + (shop - OPENED_AT) / SPEED);
    const world: World = { realAt, idTime: realAt, shelf: 'made to order' };
    const rows: Shopper = { users: [], inventory_items: [], orders: [], order_items: [], events: [] };
    let written = 0;
    for (let life = 0; life < users; life += 1) {
      const begins = OPENED_AT + (SPEED * HOUR * life) / users;
      const shopper = reveal(lives, lives.begin(life, begins), Number.MAX_SAFE_INTEGER, world).rows;
      for (const table of generatedTables) for (const row of shopper[table]) rows[table].push(row as never);
      if (life % 500 !== 499 && life + 1 < users) continue;
      for (const table of generatedTables) {
        written += (await bulkInsert(db, table, rows[table] as never)).rows;
        rows[table] = [];
      }
    }
    await sql`vacuum analyze`.execute(db);
    await sql`checkpoint`.execute(db);
    return written;
  } finally {
    await db.destroy();
  }
}
