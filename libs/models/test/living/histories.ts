import type { Life, Lives, World } from '../../src/life.js';
import { reveal } from '../../src/reveal.js';
import type { Shopper } from '../../src/rows.js';

/** The real moment is that of shop time, a visit's ids begin with its own, and what is bought is made. */
export const plainWorld: World = {
  realAt: (moment) => moment,
  idTime: (moment) => moment,
  shelf: 'made to order',
};

/** Many lives up to a moment, in the tables of one shop. */
export function historyOf(lives: Lives, starts: readonly Life[], until: number, world = plainWorld): Shopper {
  const all: Shopper = { users: [], inventory_items: [], orders: [], order_items: [], events: [] };
  for (const life of starts) {
    const { rows } = reveal(lives, life, until, world);
    all.users.push(...rows.users);
    all.inventory_items.push(...rows.inventory_items);
    all.orders.push(...rows.orders);
    all.order_items.push(...rows.order_items);
    all.events.push(...rows.events);
  }
  return all;
}

/** The first lives of a history. */
export function startsOf(lives: Lives, count: number, since: number, until: number): Life[] {
  const signUps = lives.signUps(since, until);
  return Array.from({ length: count }, (_, number) => lives.begin(number, signUps.at(number)));
}

/** Rows as sets by table, without what ids have of the time at which they were made. */
export function asSets(rows: Shopper): Record<string, string[]> {
  const timeless = (row: object): string =>
    JSON.stringify(row).replace(/"[0-9a-f]{8}-[0-9a-f]{4}-(7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})"/g, '"$1"');
  return Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, list.map(timeless).sort()]));
}
