import { sql } from 'kysely';
import { CopyDataBuilder, copyTables } from '../src/index.js';
import { sampleDistCenter, sampleProduct } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

function centers(from: number, to: number) {
  const builder = new CopyDataBuilder('dist_centers');
  for (let id = from; id <= to; id += 1) builder.add(sampleDistCenter({ id, name: `Zürich\t${id}` }));
  return builder.take();
}

function products(...ids: number[]) {
  const builder = new CopyDataBuilder('products');
  for (const id of ids) builder.add(sampleProduct({ id }));
  return builder.take();
}

test('copies several tables at once, more than a message of each', async () => {
  const db = await server.openMigrated();
  const copies = [centers(1, 5_000), products(1, 2)];
  expect(copies[0]!.data.length).toBeGreaterThan(2 * 65_536);
  await expect(copyTables(db, copies)).resolves.toEqual({ rows: 5_002 });
  const rows = await db.selectFrom('dist_centers').selectAll().execute();
  expect(new Set(rows.map(({ name }) => name)).size).toBe(5_000);
  expect(rows.find(({ id }) => id === 7)).toEqual(sampleDistCenter({ id: 7, name: 'Zürich\t7' }));
});

test('leaves nothing of any table when one is refused, and the connection usable', async () => {
  const { schema } = server.config(server.newSchema());
  await server.openMigrated(schema);
  const db = server.connect({ ...server.config(schema), maxConnections: 1 });
  await copyTables(db, [products(2)]);
  await expect(copyTables(db, [centers(1, 5_000), products(1, 2), centers(1, 2)])).rejects.toMatchObject({
    code: 'THELOOK_COPY',
    table: 'products',
    row: 2,
    sqlState: '23505',
  });
  expect(await db.selectFrom('dist_centers').selectAll().execute()).toEqual([]);
  await expect(copyTables(db, [centers(1, 1)])).resolves.toEqual({ rows: 1 });
});

test('runs a statement before, as a part of the same transaction', async () => {
  const db = await server.openMigrated();
  await sql`create table mark (name text primary key)`.execute(db);
  await copyTables(db, [centers(1, 1)], "insert into mark values ('a')");
  await expect(copyTables(db, [centers(2, 2)], "insert into mark values ('a')")).rejects.toMatchObject({
    sqlState: '23505',
  });
  await expect(copyTables(db, [centers(1, 1)], "insert into mark values ('b')")).rejects.toMatchObject({
    sqlState: '23505',
  });
  expect((await sql`select name from mark`.execute(db)).rows).toEqual([{ name: 'a' }]);
  expect(await db.selectFrom('dist_centers').select('id').execute()).toEqual([{ id: 1 }]);
});

test('rows belong to the transaction that is open', async () => {
  const db = await server.openMigrated();
  await expect(
    db.transaction().execute(async (transaction) => {
      await copyTables(transaction, [centers(1, 3)]);
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect(await db.selectFrom('dist_centers').select('id').execute()).toEqual([]);
});

test('a connection that is cut fails the call that waits for it', async () => {
  const db = await server.openMigrated();
  const before = 'select pg_terminate_backend(pg_backend_pid())';
  await expect(
    copyTables(db, [centers(1, 2_000)], `do $$ begin perform (${before}); end $$`),
  ).rejects.toMatchObject({ code: 'THELOOK_COPY' });
  expect(
    await db
      .selectFrom('dist_centers')
      .selectAll()
      .execute()
      .catch(() => []),
  ).toEqual([]);
});

test('a connection that is gone already fails the call', async () => {
  const db = await server.openMigrated();
  await db.connection().execute(async (connection) => {
    const backend = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection);
    await sql`select pg_terminate_backend(${backend.rows[0]!.pid}, 5000)`.execute(db);
    await sql`select 1`.execute(connection).catch(() => undefined);
    await expect(copyTables(connection, [centers(1, 1)])).rejects.toMatchObject({ code: 'THELOOK_COPY' });
  });
});

test('no rows are no work', async () => {
  const db = server.connect(server.config(server.newSchema()));
  await expect(copyTables(db, [centers(1, 0)])).resolves.toEqual({ rows: 0 });
});
