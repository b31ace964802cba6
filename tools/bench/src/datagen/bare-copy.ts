import { mkdtemp, rm } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';

/**
 * The floor of a backfill: takes the bytes of its tables out, empties them, and copies the very same bytes in again
 * with nothing but COPY on one connection. Tables keep their primary keys.
 *
 * @returns seconds, from the first COPY to the last.
 */
export async function bareCopySeconds(url: string, tables: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'thelook-bench-'));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const table of tables) {
      await pipeline(client.query(to(`copy ${table} to stdout`)), createWriteStream(join(folder, table)));
    }
    await client.query(
      `truncate ${tables.join(', ')}; drop index if exists ecommerce.order_items_created_at_idx`,
    );
    await client.query('checkpoint');
    const started = performance.now();
    for (const table of tables) {
      await pipeline(
        createReadStream(join(folder, table), { highWaterMark: 65_536 }),
        client.query(from(`copy ${table} from stdin`)),
      );
    }
    return (performance.now() - started) / 1_000;
  } finally {
    await client.end();
    await rm(folder, { recursive: true });
  }
}
