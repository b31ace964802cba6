import { readFile } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import { BackfillLedger, checkColumns, migrate, type Database } from '../src/index.js';
import { generatedTables, tableNames } from '../src/tables.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

/** A database as the first release left it. */
async function openFirstRelease(): Promise<Kysely<Database>> {
  const db = server.connect(server.config('ecommerce'));
  const statements = await readFile(new URL('fixtures/first-release.sql', import.meta.url), 'utf8');
  await sql.raw(statements).execute(db);
  return db;
}

async function countRows(db: Kysely<Database>): Promise<number[]> {
  const counts = tableNames.map((table) =>
    db.selectFrom(table).select(db.fn.countAll<number>().as('rows')).executeTakeFirstOrThrow(),
  );
  return (await Promise.all(counts)).map(({ rows }) => rows);
}

async function filesOfTables(db: Kysely<Database>): Promise<unknown[]> {
  const { rows } = await sql`
    select name, pg_relation_filenode(('ecommerce.' || name)::regclass) as file
    from unnest(${[...generatedTables]}::text[]) as name order by name`.execute(db);
  return rows;
}

async function publishedTables(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ table: string }>`
    select tablename as table from pg_publication_tables
    where pubname = 'cdc_publication' and schemaname = 'ecommerce' order by tablename`.execute(db);
  return rows.map(({ table }) => table);
}

test('a shop of the first release is carried along: its rows stay where they are, and its backfill goes on', async () => {
  const db = await openFirstRelease();
  const counts = await countRows(db);
  const files = await filesOfTables(db);
  expect(counts).toEqual([1, 1, 1, 2, 1, 1, 1]);

  const { applied, warnings } = await migrate(db);
  expect(applied).toEqual(['0002-rows-that-change', '0003-bookkeeping', '0004-log-and-schema']);
  expect(warnings).toEqual([]);
  expect(await countRows(db)).toEqual(counts);
  expect(await filesOfTables(db)).toEqual(files);
  await checkColumns(db);

  expect(await db.selectFrom('orders').selectAll().executeTakeFirstOrThrow()).toMatchObject({
    status: 'Shipped',
    num_of_item: 1,
    cancelled_at: null,
    updated_at: null,
  });
  const ledger = await BackfillLedger.open(db, {
    seed: '42',
    newSeed: 'other',
    users: 1,
    since: new Date('2019-01-01'),
    until: undefined,
    now: new Date('2026-03-01'),
    ghosts: 0,
    chunkUsers: 1_000,
    catalogue: 'abc',
  });
  expect(ledger.run).toMatchObject({ seed: '42', state: 'begun', until: new Date('2026-02-01') });
  expect(await ledger.writtenChunks({ from: 0, to: 9 })).toEqual(new Set([0]));

  const { rows: published } = await sql<{ table: string }>`
    select distinct tablename as table from pg_publication_tables where schemaname <> 'ecommerce'`.execute(
    db,
  );
  expect(published).toEqual([]);
  expect(await publishedTables(db)).toEqual([...tableNames].sort());
  // The migrator still knows what it has done.
  expect(await migrate(db)).toMatchObject({ applied: [], restored: [] });
});

test('a shop of before the record of the log gets it, and nothing else is done again', async () => {
  const db = server.connect(server.config('upgraded'));
  await migrate(db);
  await sql
    .raw(
      `drop table thelook_upgraded.log_places, thelook_upgraded.schema_changes;
       delete from thelook_upgraded.kysely_migration where name >= '0004'`,
    )
    .execute(db);
  expect(await migrate(db)).toMatchObject({ applied: ['0004-log-and-schema'], restored: [] });
  await sql.raw('drop table thelook_upgraded.log_places').execute(db);
  expect((await migrate(db)).applied).toContain('0004-log-and-schema');
  expect((await migrate(db)).applied).toEqual([]);
});
