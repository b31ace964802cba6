import { sql } from 'kysely';
import pg from 'pg';
import { createDb } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

test('reads numeric and int8 as numbers, and leaves the parsers of other pools alone', async () => {
  const config = server.config('public');
  const query = 'select 19.99::numeric as price, count(*) as n, null::numeric as none';
  const { rows } = await sql.raw(query).execute(server.connect(config));
  expect(rows).toEqual([{ price: 19.99, n: 1, none: null }]);

  const client = new pg.Client(config.connection);
  await client.connect();
  expect((await client.query(query)).rows).toEqual([{ price: '19.99', n: '1', none: null }]);
  await client.end();
});

test('reads moments and numbers as they are, whatever the database shows to others', async () => {
  const admin = server.connect(server.config('public'));
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(admin);
  for (const setting of [`datestyle = 'SQL, DMY'`, 'extra_float_digits = -15']) {
    await sql.raw(`alter database ${rows[0]?.name} set ${setting}`).execute(admin);
  }
  const db = createDb(server.config('public'));
  const read = await sql`select '2024-03-02T01:00:00Z'::timestamptz as at, 0.1::float8 + 0.2 as sum`.execute(
    db,
  );
  expect(read.rows).toEqual([{ at: new Date('2024-03-02T01:00:00Z'), sum: 0.1 + 0.2 }]);
  await sql.raw(`alter database ${rows[0]?.name} reset all`).execute(admin);
  await db.destroy();
});

test('shows under its name, and opens no more connections than allowed', async () => {
  const db = createDb({ ...server.config('public'), applicationName: 'till', maxConnections: 2 });
  await Promise.all(Array.from({ length: 8 }, () => sql`select pg_sleep(0.01)`.execute(db)));
  const { rows } = await sql`
    select pid from pg_stat_activity where application_name = 'till'`.execute(db);
  expect(rows).toHaveLength(2);
  await db.destroy();
});

test('survives losing an idle connection and connects anew', async () => {
  const db = createDb({ ...server.config('public'), maxConnections: 1 });
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  await terminate(rows[0]?.pid);
  await expect(
    (async () => {
      // The first query may still meet the connection that is lost.
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const result = await sql<{ n: number }>`select 1 as n`.execute(db).catch(() => undefined);
        if (result) return result.rows;
      }
      return undefined;
    })(),
  ).resolves.toEqual([{ n: 1 }]);
  await db.destroy();
});

test('survives losing a connection between two queries of a transaction, which fails', async () => {
  const db = createDb({ ...server.config('public'), maxConnections: 1 });
  const lost = db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
    await terminate(rows[0]?.pid);
    await sql`select 1`.execute(transaction);
  });
  await expect(lost).rejects.toThrow();
  expect((await sql<{ n: number }>`select 1 as n`.execute(db)).rows).toEqual([{ n: 1 }]);
  await db.destroy();
});

test('fails with the server’s reason when the password is wrong', async () => {
  const db = server.connect(server.config('public', { name: 'nobody', password: 'wrong' }));
  await expect(sql`select 1`.execute(db)).rejects.toMatchObject({ code: expect.stringMatching(/^28/) });
});

/** Ends a session of the server's; resolves when it is gone. */
async function terminate(pid: number | undefined): Promise<void> {
  const client = new pg.Client(server.config('public').connection);
  await client.connect();
  await client.query('select pg_terminate_backend($1, 5000)', [pid]);
  await client.end();
}
