import type { Database } from '@thelook/db';
import { createShop, loadCatalogue } from '@thelook/models';
import { sql, type Transaction } from 'kysely';
import { createHistory } from '../../src/backfill/history.js';
import { checks } from '../../src/verify/checks/index.js';
import { runChecks } from '../../src/verify/run-checks.js';
import { verify } from '../../src/verify/verify.js';
import { breaks } from './breaks/index.js';
import { openShopDatabase, schema, type ShopDatabase } from './shop-database.js';

/** Enough for figures to be told apart. */
let shop: ShopDatabase;
/** A few rows of everything, which is all that rules need. */
let corner: ShopDatabase;

async function open(users: number): Promise<ShopDatabase> {
  const catalogue = await loadCatalogue();
  const history = createHistory({
    catalogue,
    description: {
      profile: 'classic',
      seed: 'verify',
      flags: { ghosts: 1, history: true },
      figures: {},
      catalogue: '',
    },
    span: { since: Date.UTC(2019, 0, 1), until: Date.now(), users },
  });
  const live = createShop({ catalogue, profile: 'classic', seed: 'verify, live' });
  return openShopDatabase([
    ...Array.from({ length: users }, (_, index) => history.life(index).rows),
    ...Array.from({ length: users / 3 }, () => live.next()),
  ]);
}

beforeAll(async () => {
  shop = await open(1_500);
  corner = await open(150);
});
afterAll(async () => {
  await shop.drop();
  await corner.drop();
});

class Undo extends Error {}

/** Runs `work` on a shop as it is after `statements`, and takes both back. */
async function after<Result>(
  { db }: ShopDatabase,
  statements: string,
  work: (transaction: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  let result: { value: Result } | undefined;
  const run = db.transaction().execute(async (transaction) => {
    await sql.raw(`set local search_path to ${schema}; ${statements}`).execute(transaction);
    result = { value: await work(transaction) };
    throw new Undo();
  });
  await run.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return result!.value;
}

test('all of it holds for shoppers of a history and of today', async () => {
  const { verdict, findings } = await verify({ db: shop.db, schema });
  expect(findings.filter((finding) => finding.verdict !== 'holds')).toEqual([]);
  expect(findings.map(({ check }) => check)).toEqual(checks.map(({ name }) => name));
  expect(verdict).toBe('holds');
});

test('there is a way to break every check', () => {
  expect(breaks.map(([name]) => name)).toEqual(checks.map(({ name }) => name));
});

test.each(breaks)('%s: what breaks it is found by this check alone', async (name, statements) => {
  const isRule = checks.find((check) => check.name === name)?.kind === 'rule';
  const { verdict, findings } = await after(isRule ? corner : shop, statements, (transaction) =>
    runChecks(transaction, { schema }),
  );
  const notHeld = findings.filter((finding) => finding.verdict !== 'holds');
  expect(notHeld).toEqual([expect.objectContaining({ check: name, verdict: 'violated' })]);
  expect(verdict).toBe('violated');
});
