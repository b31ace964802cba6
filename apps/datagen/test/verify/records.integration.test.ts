import { checks } from '../../src/verify/checks/index.js';
import type { Finding, Verification } from '../../src/verify/finding.js';
import { checksOf } from '../../src/verify/judged-profile.js';
import { runChecks, type RunChecksOptions } from '../../src/verify/run-checks.js';
import { verify } from '../../src/verify/verify.js';
import { openLivingShop } from './living-shop.js';
import { after, schema, type ShopDatabase } from './shop-database.js';

let shop: ShopDatabase;
beforeAll(async () => {
  shop = await openLivingShop({ users: 20, days: 60, live: true });
});
afterAll(() => shop.drop());

/** What comes of the checks on the shop as it is after the statements. */
const verifiedAfter = (statements: string, options: Partial<RunChecksOptions> = {}): Promise<Verification> =>
  after(shop, statements, (transaction) => runChecks(transaction, { schema, ...options }));

function findingOf({ findings }: Verification, name: string): Finding | undefined {
  return findings.find(({ check }) => check === name);
}

test('the profile is that of the recorded run, and the report tells which it was', async () => {
  await expect(verify({ db: shop.db, schema })).resolves.toMatchObject({
    profile: 'living',
    runs: [{ id: 1, profile: 'living', seed: 'verify' }],
    speed: 0,
    verdict: 'holds',
  });
});

test('of a shop with runs of both profiles only what holds for both is checked', async () => {
  const verification = await verifiedAfter(`
    insert into thelook.runs (profile, seed, figures, flags, catalogue, model)
    values ('classic', '7', '{}', '{}', 'bundled', 1);
    update ecommerce.orders set shipped_at = created_at + interval '4 days' where status = 'Complete';`);
  expect(verification).toMatchObject({ profile: 'both', verdict: 'holds' });
  const names = verification.findings.map(({ check }) => check);
  expect(names).toEqual(checks.filter(({ profile }) => profile === undefined).map(({ name }) => name));
});

test('a shop that was there before runs were recorded is of both profiles', async () => {
  const verification = await verifiedAfter(`
    insert into ecommerce.users
    select gen_random_uuid(), first_name, last_name, email, age, gender, state, street_address, postal_code, city,
           country, latitude, longitude, traffic_source, created_at
      from ecommerce.users limit 1;`);
  expect(verification).toMatchObject({ profile: 'both', verdict: 'holds' });
});

test('without a record the rules are those of classic, and a profile that is given decides', async () => {
  const unrecorded = 'delete from thelook.runs;';
  await expect(verifiedAfter(unrecorded)).resolves.toMatchObject({
    profile: 'classic',
    runs: [],
    verdict: 'violated',
  });
  const verification = await verifiedAfter(unrecorded, { profile: 'living' });
  expect(verification).toMatchObject({ profile: 'living', verdict: 'holds' });
  expect(verification.findings).toHaveLength(checksOf('living', checks).length);
});

test('figures that a run was told are expected of it, and where runs differ nobody is blamed', async () => {
  const told = `update thelook.runs set figures = '{"browser": [["Netscape", 1]], "age": [90, 95]}';`;
  const another = `
    insert into thelook.runs (profile, seed, figures, flags, catalogue, model)
    values ('living', '7', '{}', '{"conversion": 0.2}', 'bundled', 1);`;
  const ofAges = 'age of users, around 35, in tenths';
  const verification = await verifiedAfter(told);
  for (const name of ['browser of visits', ofAges]) {
    expect(findingOf(verification, name)).toMatchObject({ verdict: 'violated' });
  }
  const mixed = await verifiedAfter(told + another);
  for (const name of ['browser of visits', ofAges]) {
    expect(findingOf(mixed, name)).toMatchObject({ verdict: 'skipped' });
  }
  const aged = await verifiedAfter(`${told} update ecommerce.users set age = 92;`);
  expect(findingOf(aged, ofAges)).toMatchObject({ verdict: 'holds' });
});

test('rows of the living shop that were copied to another schema are checked as a history', async () => {
  const verification = await verifiedAfter(
    'create schema copied; create table copied.orders as select * from ecommerce.orders;',
    { schema: 'copied', profile: 'living' },
  );
  expect(verification).toMatchObject({ profile: 'living', speed: null });
  expect(
    findingOf(verification, 'orders that are Processing or Shipped have their next step in the agenda'),
  ).toMatchObject({ verdict: 'skipped', reason: 'there is no agenda' });
});

const late = 'no step of the agenda is more than a minute late';

test('late steps are noticed while a generator is at work, and are no fault', async () => {
  const behind = `update thelook.agenda set due = '2020-01-01';`;
  const asleep = `update thelook.generators set seen_at = now() - interval '1 hour';`;
  expect(findingOf(await verifiedAfter(behind + asleep), late)).toEqual({
    check: late,
    verdict: 'skipped',
    reason: 'no generator is at work',
  });
  const atWork = `update thelook.generators set seen_at = now();`;
  const verification = await verifiedAfter(behind + atWork);
  expect(findingOf(verification, late)).toMatchObject({ verdict: 'noticed' });
  expect(verification.verdict).toBe('holds');
});

test('after the last generator was killed, shop time goes no further than it was seen', async () => {
  // Whoever was killed left the clock running: without a generator nobody ships what was ordered meanwhile.
  const running = `
    delete from thelook.clock;
    insert into thelook.clock values (now() - interval '2 hours', now() - interval '2 hours', 86400);`;
  const killed = `update thelook.generators set seen_at = now() - interval '2 hours';`;
  const atWork = `update thelook.generators set seen_at = now();`;
  const finished = 'orders older than 30 days of shop time that are finished';
  const rowsThen = findingOf(await verifiedAfter(running + killed), finished);
  const rowsNow = findingOf(await verifiedAfter(running + atWork), finished);
  const rows = (finding: Finding | undefined): number => (finding && 'rows' in finding ? finding.rows : 0);
  expect(rows(rowsThen)).toBeLessThan(rows(rowsNow));
});

test('records that the role may not read are told, with what to grant', async () => {
  const role = `reader_${shop.url.match(/\w+$/)?.[0]}`;
  const reading = verifiedAfter(`
    create role "${role}";
    grant usage on schema ecommerce to "${role}";
    grant select on all tables in schema ecommerce to "${role}";
    set local role "${role}";`);
  await expect(reading).rejects.toMatchObject({
    code: 'THELOOK_RECORDS',
    message: expect.stringContaining(`grant usage on schema "thelook" to "${role}"`),
  });
});
