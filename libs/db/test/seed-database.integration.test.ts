import { aShopper } from '@thelook/models';
import { sql } from 'kysely';
import { seedDatabase, tableNames, windowQuery } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
const unmigrated = () => server.connect(server.config(server.newSchema()));

test('makes the tables and fills them with people of a shop', async () => {
  const db = unmigrated();
  const added = await seedDatabase(db, { users: 30 });
  expect(added).toMatchObject({ users: 30, products: 216, dist_centers: 10 });
  for (const table of tableNames) {
    expect(added[table]).toBeGreaterThan(0);
    const { count } = await db
      .selectFrom(table)
      .select((each) => each.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect({ table, count: Number(count) }).toEqual({ table, count: added[table] });
  }
});

test('adds shoppers of your own, whom the window shows', async () => {
  const db = unmigrated();
  const now = new Date();
  const orders = [{ created_at: now, items: 2, status: 'Processing' as const }];
  const added = await seedDatabase(db, { shoppers: [aShopper({ orders }, { clock: () => now })] });
  expect(added).toMatchObject({ users: 1, orders: 1, order_items: 2 });
  await expect(windowQuery(db, 5).execute()).resolves.toHaveLength(2);
});

test('gives the same users for the same seed and moment, others for another seed', async () => {
  const emails = async (seed: number) => {
    const db = unmigrated();
    await seedDatabase(db, { users: 5, seed, now: new Date('2026-01-01') });
    return (await db.selectFrom('users').select('email').orderBy('email').execute()).map(
      ({ email }) => email,
    );
  };
  const first = await emails(1);
  await expect(emails(1)).resolves.toEqual(first);
  await expect(emails(2)).resolves.not.toEqual(first);
});

test('belongs to a transaction, and leaves nothing when it fails', async () => {
  const db = await server.openMigrated();
  const count = async () => (await db.selectFrom('users').select('id').execute()).length;
  await expect(
    db.transaction().execute(async (transaction) => {
      await seedDatabase(transaction, { users: 3 });
      await sql`select 1 / 0`.execute(transaction);
    }),
  ).rejects.toThrow('division by zero');
  await expect(count()).resolves.toBe(0);

  const now = new Date('2026-01-01');
  await seedDatabase(db, { users: 3, now });
  await expect(seedDatabase(db, { users: 4, now })).rejects.toMatchObject({ code: 'THELOOK_COPY' });
  await expect(count()).resolves.toBe(3);
});

test.each([-1, 0.5, NaN])('refuses %d users', async (users) => {
  await expect(seedDatabase(unmigrated(), { users })).rejects.toMatchObject({ code: 'THELOOK_ARGUMENT' });
});
