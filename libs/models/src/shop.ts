import { randomInt } from 'node:crypto';
import type { Catalogue } from './catalogue.js';
import { readClock, systemClock, type Clock } from './clock.js';
import { createEventGenerator } from './event-generator.js';
import { ordersPerUser } from './figures.js';
import { createGhostSessionGenerator } from './ghost-session-generator.js';
import { OptionError } from './option-error.js';
import { createOrderGenerator } from './order-generator.js';
import { createOrderItemGenerator } from './order-item-generator.js';
import { Random, type Seed } from './random.js';
import type { OrderRow, ProductRow, Shopper, UserRow } from './rows.js';
import { TimeOrderedIds } from './time-ordered-ids.js';
import { createUserGenerator } from './user-generator.js';
import { weightedDraw } from './weighted-draw.js';

/** Tells when an order of `user` is placed: a moment from `user.created_at` to `now`. Asked once an order. */
export type OrdersAt = (user: UserRow, now: Date, random: Random) => Date;

export interface ShopOptions {
  /** What is for sale and where users live; see `loadCatalogue`. */
  catalogue: Catalogue;
  /** The same seed and clock give the same rows. By default one that nobody can foretell; `shop.seed` tells it. */
  seed?: Seed;
  /** What the moment is; read once a shopper. By default the machine's clock. */
  clock?: Clock;
  /** When orders are placed. By default now, which is what a shop that is open does. */
  ordersAt?: OrdersAt;
  /** The first moment at which a user could sign up. By default 2019-01-01. */
  since?: Date;
  /** Sessions of visitors who never signed in, for each user. By default none. */
  ghosts?: number;
  /**
   * The moment that the ids of shopper `index` begin with. By default the clock's, which is right for rows that are
   * written as they happen; one that grows with the index keeps those of a history in the order of writing.
   */
  idsAt?: (index: number) => Date;
}

/** An endless row of shoppers, numbered from 0. */
export interface Shop {
  /** What the shop was seeded with. */
  readonly seed: Seed;
  /** The next shopper: the first call makes number 0. */
  next(): Shopper;
  /**
   * Shopper number `index`, whichever were made before: ranges of a shop can be made on several machines and add up
   * to the same rows. Does not move {@link next} on.
   *
   * @throws {OptionError} when `index` is not a whole number from 0 to 2^53 - 1
   */
  shopper(index: number): Shopper;
}

const drawOrderCount = weightedDraw(ordersPerUser);
const atOnce: OrdersAt = (_user, now) => now;

/**
 * Opens a shop: a source of shoppers, each one user with the orders, items, web events and stock that follow from it.
 *
 * Within a shopper time runs forwards and every row refers to rows of the same shopper or the catalogue. Rows share
 * their `Date` objects: treat them as values.
 *
 * @throws {OptionError} for a catalogue without inhabitants or without products of a department, a seed that is not
 * a finite number, and, when a shopper is made, for a clock or `ordersAt` that tells no usable moment
 * @example
 * ```ts
 * import { createShop, loadCatalogue } from '@thelook/models';
 *
 * const shop = createShop({ catalogue: await loadCatalogue(), seed: 42, clock: () => new Date('2026-01-01') });
 * const { users, orders, order_items } = shop.next();
 *
 * users.length; // => 1
 * orders.every((order) => order.user_id === users[0].id); // => true
 * order_items.every((item) => item.created_at.getTime() === Date.parse('2026-01-01')); // => true
 * shop.shopper(0).users; // => users
 * ```
 */
export function createShop(options: ShopOptions): Shop {
  const {
    catalogue,
    seed = randomInt(2 ** 32),
    clock = systemClock,
    ordersAt = atOnce,
    ghosts = 0,
  } = options;
  if (typeof seed === 'number' && !Number.isFinite(seed)) {
    throw new OptionError('seed', seed, 'a finite number, a bigint or a text');
  }
  if (!Number.isSafeInteger(ghosts) || ghosts < 0)
    throw new OptionError('ghosts', ghosts, 'a whole number from 0');
  const random = new Random(seed);
  let idsAt = new Date(0);
  let now = new Date(0);
  const shopClock = (): Date => now;
  const ids = new TimeOrderedIds({ random, clock: () => idsAt });
  const shared = { random, ids, clock: shopClock };
  const nextUser = createUserGenerator({
    places: catalogue.places,
    ...(options.since && { since: options.since }),
    ...shared,
  });
  const nextOrder = createOrderGenerator(shared);
  const nextItem = createOrderItemGenerator({ products: catalogue.products, ...shared });
  const nextSession = createEventGenerator(shared);
  const nextGhost = ghosts > 0 ? createGhostSessionGenerator({ ...catalogue, ...shared }) : undefined;

  const addOrder = (shopper: Shopper, user: UserRow, order: OrderRow): void => {
    shopper.orders.push(order);
    const products: ProductRow[] = [];
    for (let left = order.num_of_item; left > 0; left -= 1) {
      const { item, product, stock } = nextItem(order);
      products.push(product);
      shopper.order_items.push(item);
      shopper.inventory_items.push(...stock);
    }
    shopper.events.push(...nextSession(user, products, order.created_at));
  };

  const shopper = (index: number): Shopper => {
    if (!Number.isSafeInteger(index) || index < 0) {
      throw new OptionError('index', index, 'a whole number from 0 to 2^53 - 1');
    }
    now = new Date(readClock(clock));
    idsAt = options.idsAt?.(index) ?? now;
    random.restart(index);
    ids.restart(index);
    const user = nextUser();
    const made: Shopper = { users: [user], inventory_items: [], orders: [], order_items: [], events: [] };
    for (const placedAt of orderMoments(user, now, ordersAt, random)) {
      addOrder(made, user, nextOrder(user, placedAt));
    }
    for (let left = ghosts; nextGhost && left > 0; left -= 1)
      made.events.push(...nextGhost(user.created_at, now));
    return made;
  };

  let made = 0;
  return {
    seed,
    shopper,
    next() {
      const index = made;
      made += 1;
      return shopper(index);
    },
  };
}

/** The moments of a user's orders, the earliest first. */
function orderMoments(user: UserRow, now: Date, ordersAt: OrdersAt, random: Random): Date[] {
  const moments = Array.from({ length: drawOrderCount(random) }, () => ordersAt(user, now, random));
  for (const moment of moments) {
    if (!(moment >= user.created_at && moment <= now)) {
      throw new OptionError(
        'ordersAt',
        moment,
        `a moment from the user's created_at to now (${user.created_at.toISOString()} to ${now.toISOString()})`,
      );
    }
  }
  return moments.sort((one, other) => one.getTime() - other.getTime());
}
