import pg from 'pg';
import type { Figure } from '../report.js';
import type { TransitionShop } from './transition-shop.js';

const ROUNDS = 3;
/** Steps that travel together. */
const BATCH = 100;

/**
 * Transitions of orders as fast as they go, on several connections, and as many bare commits of the same statements,
 * whose texts are ready made, on as many: in turns, the best round of each counting.
 */
export async function commitCase(shop: TransitionShop, connections: number): Promise<Figure[]> {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: shop.url }));
  await Promise.all(clients.map((client) => client.connect()));
  let ours = Infinity;
  let bare = Infinity;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      ours = Math.min(ours, await commitSeconds(shop, connections));
      bare = Math.min(bare, await bareSeconds(shop, clients));
    }
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  const rows = shop.orders.reduce((sum, { items }) => sum + 1 + items.length, 0);
  return [
    { name: 'commitSteps: rows updated', value: rows / ours, unit: 'rows/s', atLeast: 5_000 },
    { name: '  transitions, a transaction each', value: shop.orders.length / ours, unit: '1/s' },
    { name: '  bare commits of the same', value: shop.orders.length / bare, unit: '1/s' },
    { name: '  ratio to bare commits', value: bare / ours, unit: 'x', atLeast: 0.7 },
  ];
}

async function commitSeconds(shop: TransitionShop, connections: number): Promise<number> {
  const now = new Date();
  const started = performance.now();
  await Promise.all(
    parts(shop.orders.length, connections).map(async (lives) => {
      for (let place = 0; place < lives.length; place += BATCH) {
        await shop.commit(lives.slice(place, place + BATCH).map((life) => shop.step(life, now)));
      }
    }),
  );
  return (performance.now() - started) / 1_000;
}

async function bareSeconds(shop: TransitionShop, clients: readonly pg.Client[]): Promise<number> {
  const now = new Date();
  const work = parts(shop.orders.length, clients.length).map((lives) =>
    lives.map((life) => transitionText(shop, life, now)),
  );
  const started = performance.now();
  await Promise.all(
    clients.map(async (client, place) => {
      for (const text of work[place]!) await client.query(text);
    }),
  );
  return (performance.now() - started) / 1_000;
}

function parts(lives: number, count: number): number[][] {
  return Array.from({ length: count }, (_, part) =>
    Array.from({ length: lives }, (_, life) => life).filter((life) => life % count === part),
  );
}

function transitionText(shop: TransitionShop, life: number, now: Date): string {
  const { id, items } = shop.orders[life]!;
  const { done, next } = shop.step(life, now);
  const moment = (ms: number | undefined): string => `'${new Date(ms ?? 0).toISOString()}'`;
  const set = `status = 'Shipped', shipped_at = ${moment(now.getTime())}, updated_at = ${moment(now.getTime())}`;
  const state = pg.escapeLiteral(JSON.stringify(next?.state));
  return `select thelook.move_step(1, 'shopper', ${life}, ${moment(done?.due)}, ${moment(next?.due)}, ${state});
    update ecommerce.orders set ${set} where order_id = '${id}';
    update ecommerce.order_items set ${set} where id in ('${items.join("', '")}')`;
}
