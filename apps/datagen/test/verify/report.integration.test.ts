import { createLives, loadCatalogue, reveal, type World } from '@thelook/models';
import { sql } from 'kysely';
import { drawReport } from '../../src/verify/report/report.js';
import { verify } from '../../src/verify/verify.js';
import { openLivingShop } from './living-shop.js';
import { openShopDatabase, schema, type ShopDatabase } from './shop-database.js';

const shops: ShopDatabase[] = [];
afterAll(async () => {
  for (const shop of shops) await shop.drop();
});

async function pageOf(shop: ShopDatabase): Promise<string> {
  shops.push(shop);
  const verification = await verify({ db: shop.db, schema });
  return drawReport({ db: shop.db, schema }, verification);
}

test('the page has a plot of everything and all findings, and loads nothing', async () => {
  const page = await pageOf(await openLivingShop({ users: 300, days: 700 }));
  const titles = [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);
  expect(titles).toEqual([
    'Orders by week',
    'Orders by hour and weekday',
    'From visit to order',
    'Retention of cohorts',
    'Best products, best customers',
    'Companions',
    'Seasons by category',
    'Returns by category',
    'Returns by discount',
    'Checks',
  ]);
  expect(page.match(/<svg/g)).toHaveLength(9);
  expect(page).toContain('orders.user_id is in users');
  expect(page).not.toMatch(/<script|<link|src=|url\(http|@import/);
  expect(page).not.toMatch(/NaN|undefined/);
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
});

test('it is drawn of a shop whose time passes fast, and says of which tables there is nothing', async () => {
  const page = await pageOf(await openLivingShop({ users: 100, days: 60, live: true }));
  expect(page.match(/<svg/g)!.length).toBeGreaterThan(6);
  const catalogue = await loadCatalogue();
  const lives = createLives({ catalogue, seed: 1, conversion: 0.3 });
  const world: World = { realAt: (moment) => moment, idTime: (moment) => moment, shelf: 'made to order' };
  const { rows } = reveal(lives, lives.begin(0, Date.UTC(2025, 0, 1)), Date.UTC(2026, 0, 1), world);
  const bare = await openShopDatabase([rows]);
  await sql`drop table ecommerce.events`.execute(bare.db);
  expect(await pageOf(bare)).toContain('there is no events');
});
