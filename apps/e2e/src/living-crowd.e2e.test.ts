import { ended, LivingShop, stopped } from './living-shop.js';
import { unchanged } from './changes/test-decoding.js';
import { ahead, halves, type Fault } from './shop-faults.js';

/**
 * How many generators work side by side, and until how many orders. More is tried by hand:
 * `GENERATORS=8 ORDERS=5000 npm run test:jest -- living-crowd`.
 */
const generators = Number(process.env['GENERATORS'] ?? 4);
const orders = Number(process.env['ORDERS'] ?? 300);
const fullRate = ['serve', '--wait-for=0', '--speed=86400', '--conversion=.2'];

let shop: LivingShop;
beforeEach(async () => {
  shop = await LivingShop.onThrowawayServer();
});
afterEach(() => shop.close());

/** Looks for faults again and again until the condition holds; gives the number of looks. */
async function lookUntil(faults: readonly Fault[], isOver: () => Promise<boolean>): Promise<number> {
  let looked = 0;
  do {
    await shop.expectNone(faults);
    looked += 1;
  } while (!(await isOver()));
  return looked;
}

const numberOf = async (sql: string): Promise<number> =>
  (await shop.query<{ n: number }>(`select (select count(*) from ${sql})::int as n`))[0]!.n;

test(
  'generators beside each other sell no piece twice, date nothing ahead, and update only what changes',
  async () => {
    await shop.create();
    for (const table of ['users', 'inventory_items', 'orders', 'order_items', 'events']) {
      await shop.query(`alter table ecommerce.${table} replica identity full`);
    }
    await shop.query("select pg_create_logical_replication_slot('watch', 'test_decoding')");
    const crowd = Array.from({ length: generators }, () =>
      shop.datagen([...fullRate, '--seed=7', '--quiet']),
    );
    const looked = await lookUntil(
      [...halves, ...ahead],
      async () =>
        (await numberOf('ecommerce.orders')) >= orders &&
        (await numberOf("ecommerce.orders where status = 'Complete'")) >= orders / 10,
    );
    expect(looked).toBeGreaterThan(1);
    await stopped(crowd);
    const changes = await shop.query<{ data: string }>(
      "select data from pg_logical_slot_get_changes('watch', null, null) where data like 'table ecommerce.%: UPDATE:%'",
    );
    expect(changes.length).toBeGreaterThan(orders);
    expect(changes.filter(({ data }) => unchanged(data, 'updated_at'))).toEqual([]);
  },
  240_000 + orders * 100,
);

test('generators with the same seed live different lives of one run', async () => {
  const pair = [0, 1].map(() => shop.datagen([...fullRate, '--max-iter=40', '--seed=7']));
  for (const generator of pair) expect(await ended(generator)).toMatch(/iterations=40/);
  const runs = await shop.query('select id, seed, next_life::int from thelook.runs');
  expect(runs).toEqual([{ id: 1, seed: '7', next_life: 80 }]);
});

test('what is retired beside live business leaves nothing of itself', async () => {
  const crowd = [0, 1].map(() => shop.datagen([...fullRate, '--retain=10s', '--quiet']));
  await shop.until(
    "select (select count(*) from ecommerce.orders where status = 'Complete') >= 100 as some",
    ({ some }) => some === true,
  );
  const watched = await shop.query<{ user: string; order: string }>(
    `select user_id as user, order_id as order from ecommerce.orders where status = 'Complete'`,
  );
  const left = (table: string, key: 'user' | 'order') => {
    const keys = watched.map((row) => `'${row[key]}'`);
    return numberOf(`ecommerce.${table} where ${key === 'user' ? 'id' : 'order_id'} in (${keys.join(', ')})`);
  };
  const looked = await lookUntil(
    [...halves, ...ahead],
    async () =>
      (await left('orders', 'order')) < watched.length / 2 && (await left('users', 'user')) < watched.length,
  );
  expect(looked).toBeGreaterThan(3);
  await stopped(crowd);
  await shop.expectNone([...halves, ...ahead]);
  await ended(shop.datagen(['verify']));
}, 240_000);
