import { departmentOf } from '../catalogue/product-pages.js';
import { pieceRow } from '../catalogue/piece-row.js';
import { createEventGenerator } from '../classic/event-generator.js';
import { itemsPerOrder, longestInStock, orderStatuses } from '../classic/figures.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import { checkOneOf, OptionError } from '../option-error.js';
import type {
  EventRow,
  Gender,
  InventoryItemRow,
  OrderItemRow,
  OrderRow,
  OrderStatus,
  ProductRow,
  UserRow,
} from '../rows.js';
import { firstAsked, orderMoments, statuses, statusOf, type MomentWishes } from './order-moments.js';
import { buildUser, type UserWishes } from './user-builder.js';
import { wished, Workbench, type BuilderOptions } from './workbench.js';

/** What an item of an order is to be: a product by its id, or one of a category or brand; its price, its ids. */
export interface ItemWishes extends Partial<
  Pick<OrderItemRow, 'id' | 'product_id' | 'inventory_item_id' | 'sale_price'>
> {
  category?: string;
  brand?: string;
}

/** What an order is to be like. */
export interface OrderWishes extends MomentWishes {
  order_id?: string;
  /** By default that of the latest moment asked for, or any. */
  status?: OrderStatus;
  /** Their number, 1 to 100, or what each of them is to be. */
  items?: number | readonly ItemWishes[];
  updated_at?: Date;
}

/** An order with all that belongs to it. */
export interface BuiltOrder {
  user: UserRow;
  order: OrderRow;
  items: OrderItemRow[];
  /** The pieces that were sold, in the order of the items. */
  pieces: InventoryItemRow[];
  /** The visit that ended with the order. */
  events: EventRow[];
}

const MOST_ITEMS = 100;
const orderNames = [
  ...['order_id', 'status', 'items', 'updated_at', 'created_at', 'shipped_at', 'delivered_at', 'returned_at'],
  ...['cancelled_at', 'user'],
];
const itemNames = ['id', 'product_id', 'inventory_item_id', 'sale_price', 'category', 'brand'];
const drawStatus = weightedDraw(orderStatuses);
const drawItemCount = weightedDraw(itemsPerOrder);

/**
 * An order for a test, as asked for, with its user, its items, the pieces sold and the visit that ended with it. What was
 * not asked for goes with it: an order that was returned has been shipped and delivered before, its items say the same,
 * and the user signed up before all that.
 *
 * @throws {OptionError} for what contradicts itself, such as a `shipped_at` before `created_at` or with the status
 * `Processing`, for products that the catalogue does not have, and for names that are none
 * @example
 * ```ts
 * import { anOrder } from '@thelook/models';
 *
 * const { user, order, items } = anOrder({ status: 'Returned', items: 3, user: { country: 'Japan' } });
 * items.length; // => 3
 * items.every(({ status, user_id }) => status === 'Returned' && user_id === user.id); // => true
 * order.delivered_at < order.returned_at; // => true
 *
 * const jeans = anOrder({ items: [{ category: 'Jeans', sale_price: 49.5 }], created_at: new Date('2025-05-01') });
 * jeans.pieces[0].product_category; // => 'Jeans'
 * jeans.user.created_at <= jeans.order.created_at; // => true
 * ```
 */
export function anOrder(
  wishes: OrderWishes & { user?: UserWishes } = {},
  options: BuilderOptions = {},
): BuiltOrder {
  const { user: userWishes = {}, ...orderWishes } = wishes;
  const bench = new Workbench(options);
  const user = buildBuyer(bench, userWishes, [orderWishes]);
  return { user, ...buildOrder(bench, user, orderWishes) };
}

/** A user who can place the orders: of the department that they are of, and signed up before. */
export function buildBuyer(bench: Workbench, wishes: UserWishes, orders: readonly OrderWishes[]): UserRow {
  const firsts = orders.flatMap((order) => firstAsked(momentsOf(order)) ?? []);
  const gender =
    wishes.gender ??
    genderOf(
      bench,
      orders.flatMap(({ items }) => (Array.isArray(items) ? items : [])),
    );
  return buildUser(bench, gender ? { ...wishes, gender } : wishes, Math.min(bench.now, ...firsts));
}

export function buildOrder(bench: Workbench, user: UserRow, wishes: OrderWishes): Omit<BuiltOrder, 'user'> {
  const { random, ids, now } = bench;
  const asked = wished(wishes, orderNames, 'order');
  const moments = momentsOf(asked);
  const status = checkOneOf(
    'order.status',
    asked.status ?? statusOf(moments) ?? drawStatus(random),
    statuses,
  );
  const earliest = user.created_at.getTime();
  const reached = orderMoments({ status, asked: moments, earliest, latest: now }, random);
  const created_at = reached.created_at;
  const updated_at =
    asked.updated_at ??
    reached.returned_at ??
    reached.cancelled_at ??
    reached.delivered_at ??
    reached.shipped_at ??
    created_at;
  const itemWishes = wishesOfItems(asked.items ?? drawItemCount(random));
  const order: OrderRow = {
    order_id: asked.order_id ?? ids.next(),
    user_id: user.id,
    status,
    gender: user.gender,
    created_at,
    returned_at: reached.returned_at,
    shipped_at: reached.shipped_at,
    delivered_at: reached.delivered_at,
    num_of_item: itemWishes.length,
    cancelled_at: reached.cancelled_at,
    updated_at,
  };
  const products = itemWishes.map((item) => pickProduct(bench, user.gender, item));
  const pieces = products.map((product, place) => {
    const id = itemWishes[place]!.inventory_item_id ?? ids.next();
    const cameIn = new Date(created_at.getTime() - random.between(0, longestInStock));
    return pieceRow(id, product, cameIn, created_at);
  });
  const items = products.map((product, place): OrderItemRow => {
    const { order_id, user_id, shipped_at, delivered_at, returned_at, cancelled_at } = order;
    const { id = ids.next(), sale_price = product.retail_price } = itemWishes[place]!;
    return {
      ...{ id, order_id, user_id, product_id: product.id, inventory_item_id: pieces[place]!.id, status },
      ...{ created_at, shipped_at, delivered_at, returned_at, sale_price, cancelled_at, updated_at },
    };
  });
  return { order, items, pieces, events: createEventGenerator({ random, ids })(user, products, created_at) };
}

function momentsOf({
  created_at,
  shipped_at,
  delivered_at,
  returned_at,
  cancelled_at,
}: OrderWishes): MomentWishes {
  const moments = { created_at, shipped_at, delivered_at, returned_at, cancelled_at };
  for (const [name, moment] of Object.entries(moments)) {
    if (moment === undefined || (moment instanceof Date && !Number.isNaN(moment.getTime()))) continue;
    throw new OptionError(`order.${name}`, moment, 'a Date');
  }
  return Object.fromEntries(Object.entries(moments).filter(([, moment]) => moment)) as MomentWishes;
}

function wishesOfItems(items: number | readonly ItemWishes[]): readonly ItemWishes[] {
  const count = typeof items === 'number' ? items : items.length;
  if (!(Number.isInteger(count) && count >= 1 && count <= MOST_ITEMS)) {
    throw new OptionError('order.items', items, `a whole number from 1 to ${MOST_ITEMS}, or as many wishes`);
  }
  if (typeof items === 'number') return Array.from({ length: items }, () => ({}));
  return items.map((item) => wished(item, itemNames, 'item'));
}

/** Products that are as wished. @throws {OptionError} when there are none */
function productsFor({ catalogue }: Workbench, item: ItemWishes): readonly ProductRow[] {
  const { product_id, category, brand } = item;
  const found = catalogue.products.filter(
    (product) =>
      (product_id === undefined || product.id === product_id) &&
      (category === undefined || product.category === category) &&
      (brand === undefined || product.brand === brand),
  );
  if (found.length > 0) return found;
  throw new OptionError(
    'item',
    { product_id, category, brand },
    'a product, category or brand of the catalogue',
  );
}

function pickProduct(bench: Workbench, gender: Gender, item: ItemWishes): ProductRow {
  const found = productsFor(bench, item);
  const suitable = found.filter(({ department }) => department === departmentOf[gender]);
  return bench.random.pick(suitable.length > 0 ? suitable : found);
}

/** Whose department has all of the items; undefined: both, or neither. */
function genderOf(bench: Workbench, items: readonly ItemWishes[]): Gender | undefined {
  const fits = (['F', 'M'] as const).filter((gender) =>
    items.every((item) =>
      productsFor(bench, item).some(({ department }) => department === departmentOf[gender]),
    ),
  );
  return fits.length === 1 ? fits[0] : undefined;
}
