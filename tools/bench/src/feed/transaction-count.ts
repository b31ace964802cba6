import pg from 'pg';

/** Sessions report what they have done at most once a second. */
const REPORT_MS = 1_500;

/**
 * Transactions that a database has seen, by PostgreSQL's own count and not by the server's: each query of the server is
 * one. The connection that asks is to another database, so that it does not count itself.
 */
export async function transactionCount(url: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
  return withBystander(url, async (client, name) => {
    const { rows } = await client.query<{ count: string }>(
      'select xact_commit + xact_rollback as count from pg_stat_database where datname = $1',
      [name],
    );
    return Number(rows[0]?.count);
  });
}

/** Does something while PostgreSQL does not clean up, which it counts among the transactions of a database. */
export async function withoutAutovacuum<T>(url: string, work: () => Promise<T>): Promise<T> {
  await withBystander(url, async (client) => {
    await client.query('alter system set autovacuum = off');
    await client.query('select pg_reload_conf()');
    const workers = "select 1 from pg_stat_activity where backend_type = 'autovacuum worker'";
    while ((await client.query(workers)).rows.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
    }
  });
  try {
    return await work();
  } finally {
    await withBystander(url, async (client) => {
      await client.query('alter system reset autovacuum');
      await client.query('select pg_reload_conf()');
    });
  }
}

async function withBystander<T>(
  url: string,
  use: (client: pg.Client, name: string) => Promise<T>,
): Promise<T> {
  const address = new URL(url);
  const name = address.pathname.slice(1);
  address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    return await use(client, name);
  } finally {
    await client.end();
  }
}
