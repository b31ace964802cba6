import type { SignedUpShopper } from '../rows.js';
import { OptionError } from '../option-error.js';
import { buildBuyer, buildOrder, type OrderWishes } from './order-builder.js';
import type { UserWishes } from './user-builder.js';
import { Workbench, type BuilderOptions } from './workbench.js';

const MOST_ORDERS = 1_000;

/** What a shopper is to be like: any columns of the user's row, and the orders. */
export interface ShopperWishes extends UserWishes {
  /** Their number, or what each of them is to be. By default one order. */
  orders?: number | readonly OrderWishes[];
}

/**
 * A shopper for a test: a user as asked for with the orders asked for, as rows by table, the way a shop makes them.
 *
 * @throws {OptionError} as `aUser` and `anOrder` do
 * @example
 * ```ts
 * import { aShopper } from '@thelook/models';
 *
 * const shopper = aShopper({ country: 'Spain', orders: [{ status: 'Complete' }, { status: 'Cancelled', items: 2 }] });
 * const [user] = shopper.users;
 * user.country; // => 'Spain'
 * shopper.orders.map(({ status }) => status); // => ['Complete', 'Cancelled']
 * shopper.order_items.every(({ user_id }) => user_id === user.id); // => true
 * ```
 */
export function aShopper(wishes: ShopperWishes = {}, options: BuilderOptions = {}): SignedUpShopper {
  const { orders: ordersAsked = 1, ...userWishes } = wishes;
  const bench = new Workbench(options);
  const orders = wishesOfOrders(ordersAsked);
  const user = buildBuyer(bench, userWishes, orders);
  const shopper: SignedUpShopper = {
    users: [user],
    inventory_items: [],
    orders: [],
    order_items: [],
    events: [],
  };
  for (const wish of orders) {
    const { order, items, pieces, events } = buildOrder(bench, user, wish);
    shopper.orders.push(order);
    shopper.order_items.push(...items);
    shopper.inventory_items.push(...pieces);
    shopper.events.push(...events);
  }
  return shopper;
}

function wishesOfOrders(orders: number | readonly OrderWishes[]): readonly OrderWishes[] {
  if (typeof orders !== 'number') return orders;
  if (Number.isInteger(orders) && orders >= 0 && orders <= MOST_ORDERS) {
    return Array.from({ length: orders }, () => ({}));
  }
  throw new OptionError('orders', orders, `a whole number from 0 to ${MOST_ORDERS}, or as many wishes`);
}
