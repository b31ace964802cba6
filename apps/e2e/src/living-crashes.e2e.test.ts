import type { RunningProcess } from './running-process.js';
import { ended, LivingShop, stopped } from './living-shop.js';
import { ahead, halves, lost, unsettled } from './shop-faults.js';

/**
 * How often a generator and the server are killed. More is tried by hand:
 * `KILLS=20 SERVER_KILLS=5 npm run test:jest -- living-crashes`.
 */
const kills = Number(process.env['KILLS'] ?? 3);
const serverKills = Number(process.env['SERVER_KILLS'] ?? 1);
const fullRate = [
  'serve',
  '--quiet',
  '--wait-for=0',
  '--speed=86400',
  '--conversion=.2',
  '--pattern=flat',
  '--seed=7',
];

let shop: LivingShop;
beforeEach(async () => {
  shop = await LivingShop.onKeptServer();
});
afterEach(() => shop.close());

const progress = `select (select count(*) from ecommerce.orders)::int as orders,
  (select count(*) from ecommerce.orders where shipped_at is not null)::int as shipped`;

/** Resolves when so many more orders have come and gone out. */
async function untilMore(count: number): Promise<void> {
  type Progress = { orders: number; shipped: number };
  const before = await shop.until<Progress>(progress, () => true);
  await shop.until<Progress>(
    progress,
    ({ orders, shipped }) => orders >= before.orders + count && shipped >= before.shipped + count,
  );
}

test(
  'killed generators and a killed server lose no step, do none twice and none by half',
  async () => {
    const generators: RunningProcess[] = [shop.datagen(fullRate), shop.datagen(fullRate)];
    await shop.until(
      "select to_regclass('ecommerce.orders') is not null as ready",
      ({ ready }) => ready === true,
    );
    const faults = [...halves, ...lost, ...ahead];
    for (let round = 0; round < kills + serverKills; round += 1) {
      await untilMore(10);
      const isServers =
        Math.floor((round * serverKills) / (kills + serverKills)) <
        Math.floor(((round + 1) * serverKills) / (kills + serverKills));
      if (isServers) await shop.killServer();
      else {
        const victim = round % 2;
        generators[victim]!.signal('SIGKILL');
        const code = await generators[victim]!.exit();
        expect({ code, output: generators[victim]!.output }).toMatchObject({ code: null });
        generators[victim] = shop.datagen(fullRate);
      }
      await shop.expectNone(faults);
    }
    await untilMore(10);
    await stopped(generators);
    await ended(shop.datagen([...fullRate, '--max-iter=0', '--until-settled', '--speed=864000']));
    await shop.expectNone([...faults, ...unsettled]);
    await ended(shop.datagen(['verify']));
  },
  120_000 + (kills + serverKills) * 30_000,
);
