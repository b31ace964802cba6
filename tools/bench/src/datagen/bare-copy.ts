import { mkdtemp, rm } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';

/** COPY's formats: what a backfill sends, and what `psql` sends unless told otherwise. */
export type CopyFormat = 'binary' | 'text';

/**
 * The floor of a backfill: takes the rows of its tables out, empties them, and copies the very same bytes in again
 * with nothing but COPY on one connection. Tables keep their primary keys.
 *
 * @returns seconds in each format, from the first COPY to the last.
 */
export async function bareCopySeconds(
  url: string,
  tables: readonly string[],
): Promise<Record<CopyFormat, number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await dropSecondaryIndexes(client);
    return { binary: await copyAnew(client, tables, 'binary'), text: await copyAnew(client, tables, 'text') };
  } finally {
    await client.end();
  }
}

/** As a backfill does before it begins. */
async function dropSecondaryIndexes(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select indexrelid::regclass as name from pg_index join pg_class on pg_class.oid = indrelid
     where relnamespace = 'ecommerce'::regnamespace and not indisprimary`,
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
}

async function copyAnew(client: pg.Client, tables: readonly string[], format: CopyFormat): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'thelook-bench-'));
  try {
    for (const table of tables) {
      const rows = client.query(to(`copy ${table} to stdout (format ${format})`));
      await pipeline(rows, createWriteStream(join(folder, table)));
    }
    await client.query(`truncate ${tables.join(', ')}`);
    await client.query('checkpoint');
    const started = performance.now();
    for (const table of tables) {
      await pipeline(
        createReadStream(join(folder, table), { highWaterMark: 65_536 }),
        client.query(from(`copy ${table} from stdin (format ${format})`)),
      );
    }
    return (performance.now() - started) / 1_000;
  } finally {
    await rm(folder, { recursive: true });
  }
}
