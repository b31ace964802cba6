import { openRun } from '@thelook/db/internal';
import type { SaleDays } from '@thelook/feed';
import { SaleCalendar } from '../../src/shop/sale-calendar.js';
import { openShop, silent, type TestShop } from '../window/test-shop.js';

let shop: TestShop;
let calendar: SaleCalendar;
beforeEach(async () => {
  shop = await openShop();
  calendar = new SaleCalendar({ db: shop.db, logger: silent });
});
afterEach(async () => {
  await calendar.stop();
  await shop.close();
});

const openLiving = () =>
  openRun(shop.db, { profile: 'living', seed: '1', flags: {}, figures: {}, catalogue: 'a', model: 1 });

/** Asks about the window that ends at `at` until the shop's clock has been read; the time of a test is the limit. */
async function ask(at: number, windowSeconds: number): Promise<SaleDays[]> {
  for (;;) {
    const told = calendar.saleDays(at, windowSeconds);
    if (told) return told;
    await shop.admin.query('select 1');
  }
}

test('a sale day is the minute of the window in which it passes', async () => {
  await openLiving();
  const at = Date.now();
  // 28 December begins 100 seconds before: three days have passed since the sale began, and two more are seen.
  await shop.admin.query(
    `insert into thelook.clock values (to_timestamp($1 / 1000.0) - interval '1 hour', '2026-12-28', 0),
       (to_timestamp($1 / 1000.0) - interval '100 seconds', '2026-12-25', 1440)`,
    [at],
  );
  await expect(ask(at, 60)).resolves.toEqual([{ from: at - 40_000, to: at }]);
});

test('what is not known is null: before it has been read, for a classic shop, and without the generator’s tables', async () => {
  const at = Date.now();
  expect(calendar.saleDays(at, 60)).toBeNull();
  await openLiving();
  const other = new SaleCalendar({ db: shop.db, logger: silent });
  const known = async () => {
    while (other.saleDays(at, 60) === null) await shop.admin.query('select 1');
  };
  await known();
  await other.stop();
  await shop.admin.query('drop schema thelook cascade');
  const without = new SaleCalendar({ db: shop.db, logger: silent });
  expect(without.saleDays(at, 60)).toBeNull();
  await without.stop();
  expect(without.saleDays(at, 60)).toBeNull();
});
