import pg from 'pg';

/** Sessions report what they have done at most once a second. */
const REPORT_MS = 1_500;

/**
 * Transactions that a database has seen, by PostgreSQL's own count and not by the server's: each query of the server is
 * one. The connection that asks is to another database, so that it does not count itself.
 */
export async function transactionCount(url: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
  const counted = new URL(url);
  const name = counted.pathname.slice(1);
  counted.pathname = '/postgres';
  const client = new pg.Client({ connectionString: counted.href });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(
      'select xact_commit + xact_rollback as count from pg_stat_database where datname = $1',
      [name],
    );
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}
