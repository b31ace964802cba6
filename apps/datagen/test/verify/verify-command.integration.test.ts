import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { Verification } from '../../src/verify/finding.js';
import { openShopDatabase, type ShopDatabase } from './shop-database.js';

let shop: ShopDatabase;
beforeAll(async () => {
  shop = await openShopDatabase([]);
});
afterAll(() => shop.drop());

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Runs `datagen verify` as a process of its own. */
function datagenVerify(...flags: string[]): Promise<{ code: number; output: string }> {
  const args = ['--conditions=@thelook/source', '--import', 'tsx', main, 'verify', ...flags];
  const env = { ...process.env, NODE_OPTIONS: '', DATABASE_URL: shop.url, DB_SCHEMA: 'ecommerce' };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout }),
    );
  });
}

test('the exit code tells a violation from none', async () => {
  const before = await datagenVerify();
  expect(before.output).toMatch(/checks: \d+ hold, 0 violated, \d+ skipped\n$/);
  expect(before.code).toBe(0);

  await sql`update ecommerce.products set distribution_center_id = -1 where id = 1`.execute(shop.db);
  const after = await datagenVerify('--json');
  const { verdict, findings } = JSON.parse(after.output) as Verification;
  expect(verdict).toBe('violated');
  expect(findings.filter((finding) => finding.verdict === 'violated')).toEqual([
    expect.objectContaining({ check: 'products.distribution_center_id is in dist_centers', example: '1' }),
  ]);
  expect(after.code).toBe(1);
});

test('the report begins with the rules that were held against the shop', async () => {
  const unasked = await datagenVerify();
  expect(unasked.output).toMatch(/^ecommerce: rules of the profile classic; no run is recorded\n\ncheck /);
  const asked = await datagenVerify('--profile', 'living');
  expect(asked.output).toMatch(/^ecommerce: rules of the profile living; no run is recorded\n\ncheck /);
});

test('a flag that it does not know is bad usage', async () => {
  await expect(datagenVerify('--fix')).resolves.toMatchObject({ code: 2 });
  await expect(datagenVerify('--profile', 'modern')).resolves.toMatchObject({ code: 2 });
});
