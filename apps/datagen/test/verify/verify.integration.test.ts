import { createShop, loadCatalogue, PROFILES, type Profile } from '@thelook/models';
import { sql, type Transaction } from 'kysely';
import type { Database } from '@thelook/db';
import { checks } from '../../src/verify/checks/index.js';
import { livingCustomers } from '../../src/verify/checks/living-customers.js';
import { livingProducts } from '../../src/verify/checks/living-products.js';
import { livingReturns } from '../../src/verify/checks/living-returns.js';
import { livingRhythm } from '../../src/verify/checks/living-rhythm.js';
import type { Finding } from '../../src/verify/finding.js';
import { checksOf } from '../../src/verify/judged-profile.js';
import { runChecks } from '../../src/verify/run-checks.js';
import { breaksOf } from './breaks/index.js';
import { openLivingShop } from './living-shop.js';
import { after, openShopDatabase, schema, type ShopDatabase } from './shop-database.js';
import { openYearsShop } from './years-shop.js';

/** Enough for figures of visits and orders to be told apart; a few rows of everything, which is all that rules need. */
type Size = 'large' | 'corner';
/** Building them takes a while on a busy machine. */
const PATIENCE = 600_000;

async function openClassicShop(users: number): Promise<ShopDatabase> {
  const classic = { profile: 'classic', catalogue: await loadCatalogue() } as const;
  const history = createShop({ ...classic, seed: 'verify', orders: 'since sign-up' as const, ghosts: 1 });
  const live = createShop({ ...classic, seed: 'verify, live' });
  return openShopDatabase([
    ...Array.from({ length: users }, () => history.next()),
    ...Array.from({ length: users / 3 }, () => live.next()),
  ]);
}

async function openShops(profile: Profile): Promise<Record<Size, ShopDatabase>> {
  if (profile === 'classic')
    return { large: await openClassicShop(1_500), corner: await openClassicShop(150) };
  return {
    large: await openLivingShop({ users: 2_000, days: 1_200 }),
    corner: await openLivingShop({ users: 240, days: 60, live: true }),
  };
}

/** Figures that only years of a shop show. */
const ofYears = new Set(
  [...livingCustomers, ...livingProducts, ...livingReturns, ...livingRhythm].map(({ name }) => name),
);

/** A generator that is at work at this moment. */
const open = 'update thelook.generators set seen_at = now();';

const tablesChanged = sql<{ name: string }>`
  select relname as name from pg_stat_xact_user_tables
   where n_tup_ins + n_tup_upd + n_tup_del > 0 and relname <> 'generators'`;

/** The checks that read a table which has been changed in the transaction: what the others see is as it was. */
async function checksConcerned(transaction: Transaction<Database>): Promise<typeof checks> {
  const { rows } = await tablesChanged.execute(transaction);
  const changed = new Set(rows.map(({ name }) => name));
  return checks.filter(({ reads }) => Object.keys(reads).some((table) => changed.has(table)));
}

const oneOf = (findings: readonly Finding[], name: string): Finding =>
  findings.find(({ check }) => check === name)!;

describe.each(PROFILES)('%s', (profile) => {
  let shops: Record<Size, ShopDatabase>;
  beforeAll(async () => {
    shops = await openShops(profile);
  }, PATIENCE);
  afterAll(async () => {
    await shops.large.drop();
    await shops.corner.drop();
  });

  const judged = checksOf(profile, checks);
  const isRule = (name: string): boolean => judged.find((check) => check.name === name)?.kind === 'rule';
  const informsOf = (name: string): boolean => {
    const check = judged.find((one) => one.name === name)!;
    return 'informs' in check && Boolean(check.informs);
  };
  const breaks = breaksOf(profile).filter(({ check }) => !ofYears.has(check));

  test.each(['large', 'corner'] as const)('all of it holds in a %s shop', async (size) => {
    const { findings, ...verification } = await after(shops[size], open, (transaction) =>
      runChecks(transaction, { schema }),
    );
    expect(
      findings.filter(
        ({ check, verdict }) =>
          verdict !== 'holds' &&
          !(verdict === 'skipped' && (ofYears.has(check) || (size === 'corner' && !isRule(check)))),
      ),
    ).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(judged.map(({ name }) => name));
    expect(verification).toMatchObject({ profile, verdict: 'holds' });
  });

  test('there is a way to break every check', () => {
    const broken = new Set(breaksOf(profile).map(({ check }) => check));
    expect([...broken]).toEqual(judged.map(({ name }) => name));
  });

  test.each(breaks.filter(({ check }) => isRule(check)).map((one) => [one.check, one] as const))(
    '%s: what breaks it is found by this check alone',
    async (name, { statements, also }) => {
      const { verdict, findings } = await after(shops.corner, open + statements, async (transaction) =>
        runChecks(transaction, { schema, checks: await checksConcerned(transaction) }),
      );
      const informs = informsOf(name);
      const notHeld = findings.filter(({ verdict: found }) => found !== 'holds' && found !== 'skipped');
      expect(notHeld.map((finding) => finding.check).sort()).toEqual([name, ...also].sort());
      expect(oneOf(findings, name).verdict).toBe(informs ? 'noticed' : 'violated');
      expect(verdict).toBe(informs ? 'holds' : 'violated');
    },
  );

  test.each(breaks.filter(({ check }) => !isRule(check)).map((one) => [one.check, one] as const))(
    '%s: another figure is found',
    async (name, { statements }) => {
      const checksOfIt = judged.filter((check) => check.name === name);
      const { findings } = await after(shops.large, open + statements, (transaction) =>
        runChecks(transaction, { schema, checks: checksOfIt }),
      );
      expect(oneOf(findings, name).verdict).toBe(informsOf(name) ? 'noticed' : 'violated');
    },
  );
});

describe('a living shop with years behind it', () => {
  let shop: ShopDatabase;
  beforeAll(async () => {
    shop = await openYearsShop();
  }, PATIENCE);
  afterAll(() => shop.drop());

  const judged = checksOf('living', checks).filter(({ name }) => ofYears.has(name));

  test('shows what it should', async () => {
    const { findings } = await after(shop, 'select', (transaction) =>
      runChecks(transaction, { schema, checks: judged }),
    );
    expect(findings.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(findings).toHaveLength(ofYears.size);
  });

  test.each(
    breaksOf('living')
      .filter(({ check }) => ofYears.has(check))
      .map((one) => [one.check, one] as const),
  )('%s: another figure is found', async (name, { statements }) => {
    const { findings } = await after(shop, statements, (transaction) =>
      runChecks(transaction, { schema, checks: judged.filter((check) => check.name === name) }),
    );
    expect(oneOf(findings, name).verdict).toBe('violated');
  });
});
