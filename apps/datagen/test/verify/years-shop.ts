import { createLives, loadCatalogue, reveal, type Shopper, type World } from '@thelook/models';
import { recordRun } from './living-shop.js';
import { openShopDatabase, type ShopDatabase } from './shop-database.js';

/** Enough for ten items of each of its products. */
const USERS = Number(process.env['YEARS_USERS'] ?? 30_000);
const flags = { conversion: 0.3, pattern: 'yearly' } as const;
const world: World = { realAt: (moment) => moment, idTime: (moment) => moment, shelf: 'made to order' };

/** Seven years of a shop with a fifth of the products: who bought what, without visits and stock. */
export async function openYearsShop(): Promise<ShopDatabase> {
  const catalogue = await loadCatalogue();
  const fewer = { ...catalogue, products: catalogue.products.filter((_, index) => index % 5 === 0) };
  const lives = createLives({ catalogue: fewer, seed: 'years', ...flags });
  const [since, until] = [Date.UTC(2019, 0, 1), Date.UTC(2026, 2, 1)];
  const signUps = lives.signUps(since, until);
  const shoppers: Shopper[] = [];
  for (let number = 0; number < USERS; number += 1) {
    const { rows } = reveal(lives, lives.begin(number, signUps.at(number)), until, world);
    shoppers.push({ ...rows, events: [], inventory_items: [] });
  }
  const shop = await openShopDatabase(shoppers, fewer);
  await recordRun(shop.db, flags);
  return shop;
}
