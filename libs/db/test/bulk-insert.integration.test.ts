import { Readable } from 'node:stream';
import fc from 'fast-check';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { bulkInsert, createDb, tablesExist, type Database } from '../src/index.js';
import { sampleDistCenter, sampleProduct, sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

describe('rows', () => {
  test('arrive intact whatever their text, numbers and moments are', async () => {
    const db = await server.openMigrated();
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\\N', '\\.', '\t', '\r\n', '"', '\\', '\\\\N', '', '👗', '\u2028', '\x01'),
      fc.string({ unit: fc.constantFrom('\\', 'N', '.', '\t', '\n', '\r', '"', "'", ',', 'é', '👗') }),
    );
    const stored = text.filter((value) => !value.includes('\0'));
    const user = fc.record({
      id: fc.uuid(),
      first_name: stored,
      last_name: stored,
      age: fc.integer({ min: -32_768, max: 32_767 }),
      latitude: fc.double({ noNaN: true, noDefaultInfinity: true }),
      created_at: fc.date({
        min: new Date('0001-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59.999Z'),
        noInvalidDate: true,
      }),
    });
    const users = fc.uniqueArray(user, { selector: ({ id }) => id, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(users, async (changes) => {
        const rows = changes.map(sampleUser);
        await bulkInsert(db, 'users', rows, { ifExists: 'replace' });
        const read = await db.selectFrom('users').selectAll().execute();
        const byId = new Map(read.map((row) => [row.id, row]));
        expect(rows.map(({ id }) => byId.get(id))).toEqual(rows);
        expect(read).toHaveLength(rows.length);
      }),
      { numRuns: 60 },
    );
  });

  test('keep null apart from text, and every digit of a decimal string', async () => {
    const db = await server.openMigrated();
    const cost = '12345678901234567890.123456789';
    await bulkInsert(db, 'products', [
      { ...sampleProduct({ id: 1, name: null, brand: '\\N' }), cost },
      sampleProduct({ id: 2, name: '', brand: null }),
    ]);
    const rows = await db
      .selectFrom('products')
      .select(['name', 'brand', sql<string>`cost::text`.as('cost')])
      .orderBy('id')
      .execute();
    expect(rows).toEqual([
      { name: null, brand: '\\N', cost },
      { name: '', brand: null, cost: '7.25' },
    ]);
  });

  test.each<[string, (rows: ReturnType<typeof center>[]) => Iterable<ReturnType<typeof center>> | Readable]>([
    ['an array', (rows) => rows],
    ['a Set', (rows) => new Set(rows)],
    ['a stream of objects', (rows) => Readable.from(rows)],
  ])('may come from %s', async (_, source) => {
    const db = await server.openMigrated();
    const rows = [center(1), center(2), center(3)];
    expect(await bulkInsert(db, 'dist_centers', source(rows))).toEqual({ rows: 3, bytes: 90 });
    expect(await db.selectFrom('dist_centers').selectAll().orderBy('id').execute()).toEqual(rows);
  });

  test('are read no faster than the server takes them', async () => {
    const db = await server.openMigrated();
    const writer = server.connect(server.config(await schemaOf(db)));
    let read = 0;
    const total = 400_000;
    function* centers() {
      for (; read < total;) yield center(++read);
    }
    let load: Promise<unknown> | undefined;
    await db.transaction().execute(async (transaction) => {
      // Whoever holds the row's key makes COPY wait at it.
      await bulkInsert(transaction, 'dist_centers', [center(1)]);
      load = bulkInsert(writer, 'dist_centers', centers()).catch((error: unknown) => error);
      let before = -1;
      while (read === 0 || read !== before) {
        before = read;
        await sql`select pg_sleep(0.05)`.execute(db);
      }
      expect(read).toBeLessThan(total / 2);
    });
    expect(await load).toMatchObject({ code: 'THELOOK_COPY', row: 1, sqlState: '23505' });
    expect(read).toBeLessThan(total);
  });
});

describe('ifExists', () => {
  test.each(['append', 'fail', 'replace'] as const)(
    '%s creates schema, table and index',
    async (ifExists) => {
      const db = server.connect(server.config(server.newSchema()));
      await bulkInsert(db, 'dist_centers', [center(1)], { ifExists });
      await bulkInsert(db, 'order_items', [], { ifExists });
      expect(await tablesExist(db)).toEqual(['order_items', 'dist_centers']);
      expect(await db.selectFrom('dist_centers').selectAll().execute()).toEqual([center(1)]);
      const { rows } = await sql`
      select indexname from pg_indexes
      where schemaname = ${await schemaOf(db)} and tablename = 'order_items' order by 1`.execute(db);
      expect(rows).toEqual([{ indexname: 'order_items_created_at_idx' }, { indexname: 'order_items_pkey' }]);
    },
  );

  test('append adds, also when several create the table at the same moment', async () => {
    const schema = server.newSchema();
    const dbs = [1, 2, 3, 4].map(() => server.connect(server.config(schema)));
    await Promise.all(dbs.map((db, index) => bulkInsert(db, 'dist_centers', [center(index)])));
    const [db] = dbs as [Kysely<Database>];
    expect(await db.selectFrom('dist_centers').select('id').orderBy('id').execute()).toHaveLength(4);
  });

  test('fail touches nothing when the table exists', async () => {
    const db = await server.openMigrated();
    await bulkInsert(db, 'dist_centers', [center(1)]);
    const refused = bulkInsert(db, 'dist_centers', [center(2)], { ifExists: 'fail' });
    await expect(refused).rejects.toMatchObject({ code: 'THELOOK_TABLE_EXISTS', table: 'dist_centers' });
    expect(await db.selectFrom('dist_centers').selectAll().execute()).toEqual([center(1)]);
  });

  test('replace keeps indexes and grants', async () => {
    const db = await server.openMigrated();
    const facts = () =>
      sql`select oid, relacl, relfilenode from pg_class where oid = ${`${schema}.order_items`}::regclass`.execute(
        db,
      );
    const schema = await schemaOf(db);
    await sql.raw(`grant select on ${schema}.order_items to public`).execute(db);
    const before = await facts();
    await bulkInsert(db, 'order_items', [], { ifExists: 'replace' });
    expect(await facts()).toEqual(before);
  });

  test('while replace is at work others read the old rows without waiting, then the new ones', async () => {
    const db = await server.openMigrated();
    const reader = server.connect(server.config(await schemaOf(db)));
    const ids = async () =>
      (await reader.selectFrom('dist_centers').select('id').execute()).map(({ id }) => id);
    await bulkInsert(db, 'dist_centers', [center(1), center(2)]);
    const seen: number[][] = [];
    // More than one piece, so that the replacement has begun when the last rows are asked for.
    async function* rows() {
      for (let id = 3; id < 6_000; id += 1) yield center(id);
      seen.push(await ids());
    }
    await reader
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (older) => {
        await older.selectFrom('dist_centers').select('id').execute();
        await bulkInsert(db, 'dist_centers', rows(), { ifExists: 'replace' });
        const still = await older.selectFrom('dist_centers').select('id').execute();
        seen.push(still.map(({ id }) => id));
      });
    expect(seen).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await ids()).toHaveLength(5_997);
  });

  test('a replace that fails brings the old rows back', async () => {
    const db = await server.openMigrated();
    await bulkInsert(db, 'dist_centers', [center(1)]);
    const refused = bulkInsert(db, 'dist_centers', [center(2), center(2)], { ifExists: 'replace' });
    await expect(refused).rejects.toMatchObject({ code: 'THELOOK_COPY', row: 2 });
    expect(await db.selectFrom('dist_centers').selectAll().execute()).toEqual([center(1)]);
  });

  test('two replaces at once leave the rows of one', async () => {
    const db = await server.openMigrated();
    await Promise.all(
      [1, 2, 3].map((id) =>
        bulkInsert(db, 'dist_centers', [center(id), center(id + 10)], { ifExists: 'replace' }),
      ),
    );
    const rows = await db.selectFrom('dist_centers').select('id').orderBy('id').execute();
    expect(rows).toHaveLength(2);
    expect(rows[1]?.id).toBe((rows[0]?.id ?? 0) + 10);
  });
});

describe('where', () => {
  test('is what the Kysely at hand says: withSchema, or the search_path without plugin', async () => {
    const [one, two] = [server.newSchema(), server.newSchema()];
    const db = server.connect(server.config(one));
    await bulkInsert(db, 'dist_centers', [center(1)]);
    await bulkInsert(db.withSchema(two), 'dist_centers', [center(2)]);
    expect(await db.withSchema(two).selectFrom('dist_centers').selectAll().execute()).toEqual([center(2)]);

    const pool = new pg.Pool({ ...server.config(one).connection, options: `-c search_path=${two}`, max: 1 });
    const plain = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
    await bulkInsert(plain, 'dist_centers', [center(3)]);
    await plain.destroy();
    const ids = await db.withSchema(two).selectFrom('dist_centers').select('id').orderBy('id').execute();
    expect(ids).toEqual([{ id: 2 }, { id: 3 }]);
  });

  test('may have a name full of quotes', async () => {
    const db = createDb(server.config(`we"ird 'schema'; $$ \\`));
    await bulkInsert(db, 'order_items', []);
    expect(await tablesExist(db)).toEqual(['order_items']);
    await db.destroy();
  });

  test('refuses an unknown table and an unknown choice', async () => {
    const db = server.connect(server.config('public'));
    const table = 'nowhere' as 'users';
    await expect(bulkInsert(db, table, [])).rejects.toMatchObject({
      code: 'THELOOK_ARGUMENT',
      field: 'table',
    });
    const ifExists = 'upsert' as 'append';
    await expect(bulkInsert(db, 'users', [], { ifExists })).rejects.toMatchObject({
      code: 'THELOOK_ARGUMENT',
      field: 'ifExists',
    });
  });
});

function center(id: number) {
  return sampleDistCenter({ id });
}

async function schemaOf(db: Kysely<Database>): Promise<string> {
  return /"(shop_\d+)"/.exec(db.selectFrom('users').selectAll().compile().sql)?.[1] ?? '';
}
