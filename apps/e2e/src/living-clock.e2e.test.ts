import { ended, LivingShop, stopped } from './living-shop.js';
import { ahead, halves, lost } from './shop-faults.js';
import { ThinCatalogue } from '../../datagen/test/backfill/catalogue.js';

const serve = ['serve', '--wait-for=0.05', '--conversion=.2', '--pattern=flat', '--seed=7', '--quiet'];

/**
 * How fast a shop gets old: ten days a second, which few products have to be restocked for. Slower is tried by hand:
 * `SPEED=86400 npm run test:jest -- living-clock`.
 */
const speed = Number(process.env['SPEED'] ?? 864_000);

let shop: LivingShop;
beforeEach(async () => {
  shop = await LivingShop.onThrowawayServer();
});
afterEach(() => shop.close());

interface Segment {
  real_from: Date;
  shop_from: Date;
  speed: number;
}
const segments = () => shop.query<Segment>('select * from thelook.clock order by real_from');

/** Resolves once so many orders have been placed since the shop's clock was changed last. */
async function untilOrders(count: number): Promise<void> {
  await shop.until(
    `select (select count(*) from ecommerce.orders
      where created_at > (select max(real_from) from thelook.clock))::int as orders`,
    ({ orders }) => Number(orders) >= count,
  );
}

async function expectNoFaults(): Promise<void> {
  await shop.expectNone([...halves, ...ahead]);
  await ended(shop.datagen(['verify']));
}

test('another speed, given to one generator beside another, counts for both from a moment on', async () => {
  const one = shop.datagen([...serve, '--speed=1440']);
  await shop.until('select (select count(*) from ecommerce.orders) > 5 as some', ({ some }) => some === true);
  const other = shop.datagen([...serve, '--speed=20000']);
  await shop.until('select count(*)::int as n from thelook.clock', ({ n }) => Number(n) > 1);
  await untilOrders(20);
  await stopped([one, other]);
  const [first, second] = await segments();
  expect([first!.speed, second!.speed]).toEqual([1_440, 20_000]);
  const real = second!.real_from.getTime() - first!.real_from.getTime();
  expect(second!.shop_from.getTime() - first!.shop_from.getTime()).toBe(real * 1_440);
  await expectNoFaults();
}, 180_000);

test('an hour in which nobody works is none in the shop', async () => {
  const killed = shop.datagen([...serve, '--speed=20000']);
  await shop.until(
    "select to_regclass('ecommerce.orders') is not null as ready",
    ({ ready }) => ready === true,
  );
  await shop.until('select count(*)::int as n from thelook.clock', ({ n }) => Number(n) > 0);
  await untilOrders(10);
  killed.signal('SIGKILL');
  await killed.exit();
  for (const [table, ...columns] of [
    ['thelook.clock', 'real_from'],
    ['thelook.generators', 'started_at', 'seen_at'],
    ['thelook.lanes', 'until'],
    ['ecommerce.users', 'created_at', 'updated_at'],
    ['ecommerce.inventory_items', 'created_at', 'sold_at'],
    [
      'ecommerce.orders',
      'created_at',
      'shipped_at',
      'delivered_at',
      'returned_at',
      'cancelled_at',
      'updated_at',
    ],
    [
      'ecommerce.order_items',
      'created_at',
      'shipped_at',
      'delivered_at',
      'returned_at',
      'cancelled_at',
      'updated_at',
    ],
    ['ecommerce.events', 'created_at'],
  ]) {
    const back = columns.map((column) => `${column} = ${column} - interval '1 hour'`);
    await shop.query(`update ${table} set ${back.join(', ')}`);
  }
  const again = shop.datagen(serve);
  await shop.until('select count(*)::int as n from thelook.clock', ({ n }) => Number(n) === 3);
  await untilOrders(10);
  await stopped([again]);
  const [, stood, goesOn] = await segments();
  expect([stood!.speed, goesOn!.speed]).toEqual([0, 20_000]);
  expect(goesOn!.shop_from).toEqual(stood!.shop_from);
  expect(goesOn!.real_from.getTime() - stood!.real_from.getTime()).toBeGreaterThan(3_500_000);
  await expectNoFaults();
}, 180_000);

/** Makes a process believe that it is so many seconds later, or earlier, than it is. */
function clockOff(seconds: number): string {
  const source = `
    const Real = Date;
    const now = () => Real.now() + ${seconds * 1_000};
    globalThis.Date = class Date extends Real {
      constructor(...args) {
        super(...(args.length > 0 ? args : [now()]));
      }
      static now() {
        return now();
      }
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(source)}`;
}

test('two generators with clocks 30 s apart double nothing and date nothing ahead', async () => {
  const flags = ['serve', '--wait-for=0', '--conversion=.2', '--speed=86400', '--seed=7', '--json'];
  const pair = [-15, 15].map((seconds) => shop.datagen(flags, [clockOff(seconds)]));
  await shop.until(
    "select to_regclass('ecommerce.orders') is not null as ready",
    ({ ready }) => ready === true,
  );
  const faults = [...halves, ...ahead, ...lost];
  await shop.until(
    `select (select count(*) from ecommerce.orders where status = 'Complete')::int as complete`,
    ({ complete }) => Number(complete) > 0,
  );
  const openings = await Promise.all(pair.map((one) => one.untilOutput(/"time":(\d+).*the shop is open/)));
  const [behind, before] = openings.map(([, moment = '']) => Number(moment));
  expect(before! - behind!).toBeGreaterThan(15_000);
  await shop.expectNone(faults);
  await stopped(pair);
  await shop.expectNone(faults);
  await ended(shop.datagen(['verify']));
}, 180_000);

test('orders older than 30 days of the shop are finished while it is open', async () => {
  const catalogue = await ThinCatalogue.write();
  try {
    const flags = ['serve', '--rate=20', '--conversion=.2', '--quiet', `--speed=${speed}`];
    const open = shop.datagen([...flags, `--data-dir=${catalogue.folder}`]);
    await shop.until(
      "select to_regclass('ecommerce.orders') is not null as ready",
      ({ ready }) => ready === true,
    );
    const { orders, unfinished } = await shop.until<{ orders: number; unfinished: number }>(
      `select count(*)::int as orders,
         count(*) filter (where status not in ('Complete', 'Returned', 'Cancelled'))::int as unfinished
       from ecommerce.orders where thelook.shop_time(created_at) < thelook.shop_time(clock_timestamp()) - interval '30 days'`,
      ({ orders }) => orders >= 100,
    );
    expect(unfinished / orders).toBeLessThanOrEqual(0.01);
    await stopped([open]);
    await expectNoFaults();
  } finally {
    await catalogue.remove();
  }
}, 180_000);
