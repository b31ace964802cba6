import { generatedTables } from '@thelook/db';
import { loadCatalogue, reveal, type Catalogue, type Lives, type Shopper, type World } from '@thelook/models';
import { ThinCatalogue } from '../backfill/catalogue.js';
import { comparable, VirtualShop, type SignUp } from './virtual-shop.js';

/** How many lives, and with how many seeds; more are tried by hand: `LIVES=5000 SEEDS=3 npm run test:jest -- history-is-live`. */
const lives = Number(process.env['LIVES'] ?? 250);
const seeds = Array.from({ length: Number(process.env['SEEDS'] ?? 1) }, (_, index) => `seed ${index + 1}`);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const since = Date.UTC(2025, 10, 1);
/** Within a visit of somebody, most likely. */
const until = since + 75 * DAY + 12_345_678;

let catalogue: Catalogue;
beforeAll(async () => {
  const thin = await ThinCatalogue.write();
  catalogue = await loadCatalogue(thin.folder);
  await thin.remove();
});

/** The same list for both: number and moment, most of them early, so that much has happened to them. */
function signUpsOf(all: Lives): SignUp[] {
  const moments = all.signUps(since, until);
  return Array.from({ length: lives }, (_, number) => {
    const at = moments.at(number);
    return { number, at: number % 3 === 0 ? at : Math.floor(since + (at - since) / 4) };
  }).sort((one, other) => one.at - other.at);
}

function historyOf(all: Lives, signUps: readonly SignUp[]): Shopper {
  const rows: Shopper = { users: [], inventory_items: [], orders: [], order_items: [], events: [] };
  for (const { number, at } of signUps) {
    const world: World = { realAt: (moment) => moment, idTime: () => since + number, shelf: 'made to order' };
    const revealed = reveal(all, all.begin(number, at), until, world);
    for (const table of generatedTables) (rows[table] as object[]).push(...revealed.rows[table]);
  }
  return rows;
}

test.each(seeds.flatMap((seed) => [1, 3].map((workers) => [seed, workers] as const)))(
  'a history until a moment is what a live run has written by then: %s, %i lanes',
  async (seed, workers) => {
    const flags = { conversion: 0.2, pattern: 'daily' as const };
    const shop = await VirtualShop.open(catalogue, { profile: 'living', seed, flags, figures: {} }, workers);
    try {
      const signUps = signUpsOf(shop.lives);
      let begun = 0;
      for (let now = since; now < until; now = Math.min(until, now + 7 * HOUR)) {
        const next = signUps.findIndex(({ at }) => at > now);
        const end = next < 0 ? signUps.length : next;
        await shop.passTo(now, signUps.slice(begun, end));
        begun = end;
      }
      await shop.passTo(until, signUps.slice(begun));
      const live = await shop.rows();
      const history = historyOf(shop.lives, signUps);
      for (const table of generatedTables) {
        expect(history[table].length).toBeGreaterThan(lives / 2);
        expect(comparable(live[table])).toEqual(comparable(history[table]));
      }
      const statuses = new Set(live.orders.map(({ status }) => status));
      expect(statuses).toEqual(new Set(['Processing', 'Shipped', 'Complete', 'Returned', 'Cancelled']));
    } finally {
      await shop.close();
    }
  },
  600_000,
);
