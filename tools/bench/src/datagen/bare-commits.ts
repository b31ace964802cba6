import type { Shopper } from '@thelook/models';
import pg from 'pg';

/**
 * The floor of live business: shoppers whose statements are ready made, one message and one commit each, on one
 * connection.
 *
 * @returns seconds for all of them.
 */
export async function bareCommitSeconds(url: string, shoppers: readonly Shopper[]): Promise<number> {
  const statements = shoppers.map((shopper) => Object.entries(shopper).map(insertStatement).join(''));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const started = performance.now();
    for (const statement of statements) await client.query(statement);
    return (performance.now() - started) / 1_000;
  } finally {
    await client.end();
  }
}

function insertStatement([table, rows]: [string, readonly object[]]): string {
  if (rows.length === 0) return '';
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  const tuples = rows.map((row) => `(${Object.values(row).map(literal).join(', ')})`);
  return `insert into ecommerce.${table} (${columns}) values ${tuples.join(', ')};\n`;
}

function literal(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Date) return `'${value.toISOString()}'`;
  return typeof value === 'number' ? String(value) : pg.escapeLiteral(String(value));
}
