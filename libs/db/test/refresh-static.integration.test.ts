import { sql, type Kysely } from 'kysely';
import { bulkInsert, CopyError, refreshStatic, type Database } from '../src/index.js';
import { sampleDistCenter, sampleProduct, sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

const products = Array.from({ length: 50 }, (_, index) =>
  sampleProduct({ id: index + 1, name: index % 7 === 0 ? null : `Product ${index}`, cost: index / 4 }),
);
const distCenters = [sampleDistCenter(), sampleDistCenter({ id: 2, name: 'Chicago IL' })];
const none = { inserted: 0, updated: 0, deleted: 0 };

test('fills empty tables', async () => {
  const db = await server.openMigrated();
  expect(await refreshStatic(db, { products, distCenters })).toEqual({
    products: { ...none, inserted: 50, unchanged: 0 },
    distCenters: { ...none, inserted: 2, unchanged: 0 },
  });
  expect(await db.selectFrom('products').selectAll().orderBy('id').execute()).toEqual(products);
});

test('changes no row the second time, not even by writing it again', async () => {
  const db = await server.openMigrated();
  await refreshStatic(db, { products, distCenters });
  const before = await versions(db);
  expect(await refreshStatic(db, { products, distCenters })).toEqual({
    products: { ...none, unchanged: 50 },
    distCenters: { ...none, unchanged: 2 },
  });
  expect(await versions(db)).toEqual(before);
});

test('touches only what differs, null and number included', async () => {
  const db = await server.openMigrated();
  await refreshStatic(db, { products, distCenters });
  const before = await versions(db);
  const changed = products
    .slice(0, -1)
    .map((product) => (product.id === 8 ? { ...product, name: 'Named at last' } : product))
    .map((product) => (product.id === 9 ? { ...product, cost: product.cost + 0.01 } : product))
    .map((product) => (product.id === 10 ? { ...product, brand: null } : product))
    .concat(sampleProduct({ id: 100 }));
  const report = await refreshStatic(db, { products: changed, distCenters });
  expect(report.products).toEqual({ inserted: 1, updated: 3, deleted: 1, unchanged: 46 });
  expect(await db.selectFrom('products').selectAll().orderBy('id').execute()).toEqual(changed);

  const after = await versions(db);
  const touched = Object.keys({ ...before, ...after }).filter((id) => before[id] !== after[id]);
  expect(touched).toEqual(['8', '9', '10', '50', '100']);
});

test('refreshes tables of other makers, with other types and without a key', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  await sql
    .raw(
      `alter table ${schema}.products drop constraint products_pkey;
       alter table ${schema}.products alter id type text, alter cost type numeric(10, 1);
       alter table ${schema}.dist_centers alter id type bigint`,
    )
    .execute(db);
  await refreshStatic(db, { products, distCenters });
  const changed = products.slice(1).map((product) => ({ ...product, brand: "O'Neill \\ Söhne" }));
  expect((await refreshStatic(db, { products: changed, distCenters })).products).toEqual({
    inserted: 0,
    updated: 49,
    deleted: 1,
    unchanged: 0,
  });
  expect((await refreshStatic(db, { products: changed, distCenters })).products).toEqual({
    ...none,
    unchanged: 49,
  });
  const { brand } = await db.selectFrom('products').select('brand').limit(1).executeTakeFirstOrThrow();
  expect(brand).toBe("O'Neill \\ Söhne");
});

test('no statement that changes a table reads another one, as Citus wants it', async () => {
  const schema = server.newSchema();
  await server.openMigrated(schema);
  const statements: string[] = [];
  const db = server.connect(server.config(schema));
  const watched = db.withPlugin({
    transformQuery: ({ node }) => {
      statements.push(JSON.stringify(node));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  await refreshStatic(watched, { products, distCenters });
  await refreshStatic(watched, { products: [], distCenters });
  const changing = statements.filter((text) => /delete from|update |insert into/.test(text));
  expect(changing.length).toBeGreaterThan(0);
  for (const text of changing) expect(text).not.toContain('thelook_wanted');
});

test('two at once leave the same tables as one, and one of them has nothing to do', async () => {
  const schema = server.newSchema();
  const db = await server.openMigrated(schema);
  const other = server.connect(server.config(schema));
  const reports = await Promise.all([
    refreshStatic(db, { products, distCenters }),
    refreshStatic(other, { products, distCenters }),
    refreshStatic(db, { products, distCenters }),
  ]);
  const inserted = reports.map((report) => report.products.inserted).sort();
  expect(inserted).toEqual([0, 0, 50]);
  expect(await db.selectFrom('products').selectAll().orderBy('id').execute()).toEqual(products);
});

test('changes nothing when an id comes twice, and says which row it is', async () => {
  const db = await server.openMigrated();
  await refreshStatic(db, { products, distCenters });
  const twice = [...products.slice(0, 3), sampleProduct({ id: 2 })];
  const error = await refreshStatic(db, { products: twice, distCenters: [] }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CopyError);
  expect(error).toMatchObject({ table: 'products', row: 4, sqlState: '23505' });
  expect(await db.selectFrom('dist_centers').selectAll().execute()).toHaveLength(2);
});

test('belongs to the transaction it is called in, twice too, and leaves it usable after an error', async () => {
  const db = await server.openMigrated();
  await db.transaction().execute(async (transaction) => {
    await refreshStatic(transaction, { products, distCenters });
    const refused = refreshStatic(transaction, { products: [sampleProduct(), sampleProduct()], distCenters });
    await expect(refused).rejects.toThrow(CopyError);
    const report = await refreshStatic(transaction, { products, distCenters });
    expect(report.products.unchanged).toBe(50);
    await bulkInsert(transaction, 'users', [sampleUser()]);
  });
  expect(await db.selectFrom('products').selectAll().execute()).toHaveLength(50);
  expect(await db.selectFrom('users').selectAll().execute()).toHaveLength(1);
});

/** The transaction that wrote each product, by id. */
async function versions(db: Kysely<Database>): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom('products')
    .select(['id', sql<string>`xmin::text || ctid::text`.as('version')])
    .execute();
  return Object.fromEntries(rows.map(({ id, version }) => [id, version]));
}
