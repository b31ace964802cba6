import { createShop, loadCatalogue, PROFILES, type Profile } from '@thelook/models';
import { checks } from '../../src/verify/checks/index.js';
import { notYet } from '../../src/verify/checks/not-yet.js';
import { checksOf } from '../../src/verify/judged-profile.js';
import { runChecks } from '../../src/verify/run-checks.js';
import { breaksOf } from './breaks/index.js';
import { openLivingShop } from './living-shop.js';
import { after, openShopDatabase, schema, type ShopDatabase } from './shop-database.js';

/** Shops of a profile. */
interface Shops {
  /** Enough for figures to be told apart. */
  large: ShopDatabase;
  /** A few rows of everything, which is all that rules need. */
  corner: ShopDatabase;
}

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

async function openShops(profile: Profile): Promise<Shops> {
  if (profile === 'classic')
    return { large: await openClassicShop(1_500), corner: await openClassicShop(150) };
  return {
    large: await openLivingShop({ users: 2_000, days: 1_200 }),
    corner: await openLivingShop({ users: 240, days: 60, live: true }),
  };
}

const later = new Set(notYet.map(({ name }) => name));

/** A generator that is at work at this moment. */
const open = 'update thelook.generators set seen_at = now();';

describe.each(PROFILES)('%s', (profile) => {
  let shops: Shops;
  beforeAll(async () => {
    shops = await openShops(profile);
  }, PATIENCE);
  afterAll(async () => {
    await shops.large.drop();
    await shops.corner.drop();
  });

  const judged = checksOf(profile, checks);
  const isRule = (name: string): boolean => judged.find((check) => check.name === name)?.kind === 'rule';

  test.each(['large', 'corner'] as const)('all of it holds in a %s shop', async (size) => {
    const shop = shops[size];
    const { findings, ...verification } = await after(shop, open, (transaction) =>
      runChecks(transaction, { schema }),
    );
    expect(
      findings.filter(
        ({ check, verdict }) =>
          verdict !== 'holds' &&
          !(later.has(check) && verdict !== 'violated') &&
          !(size === 'corner' && verdict === 'skipped' && !isRule(check)),
      ),
    ).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(judged.map(({ name }) => name));
    expect(verification).toMatchObject({ profile, verdict: 'holds' });
  });

  test('there is a way to break every check', () => {
    const broken = new Set(breaksOf(profile).map(({ check }) => check));
    expect([...broken]).toEqual(judged.map(({ name }) => name).filter((name) => !later.has(name)));
  });

  test.each(breaksOf(profile).map((one) => [one.check, one] as const))(
    '%s: what breaks it is found by this check alone',
    async (name, { statements, also = [] }) => {
      const { large, corner } = shops;
      const { verdict, findings } = await after(
        isRule(name) ? corner : large,
        open + statements,
        (transaction) => runChecks(transaction, { schema }),
      );
      const check = judged.find((one) => one.name === name)!;
      const informs = check.kind === 'rule' && check.informs === true;
      const notHeld = findings.filter(
        ({ check: other, verdict: found }) => found !== 'holds' && found !== 'skipped' && !later.has(other),
      );
      expect(notHeld.map((finding) => finding.check).sort()).toEqual([name, ...also].sort());
      expect(notHeld.map((finding) => finding.verdict)).toContain(informs ? 'noticed' : 'violated');
      expect(verdict).toBe(informs ? 'holds' : 'violated');
    },
  );
});
