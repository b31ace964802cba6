import { loadCatalogue, type Catalogue } from '../../src/catalogue/catalogue.js';
import type { OrderRow, ProductRow, Shopper, UserRow } from '../../src/rows.js';
import { createShop } from '../../src/shop.js';

const opened = Date.UTC(2019, 0, 1);
const minute = 60_000;
const day = 24 * 60 * minute;
/** For a hundred thousand shoppers on a machine that is busy with other things; ten seconds are usual. */
const patience = 5 * minute;
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let catalogue: Catalogue;
let productsById: Map<number, ProductRow>;
beforeAll(async () => {
  catalogue = await loadCatalogue();
  productsById = new Map(catalogue.products.map((product) => [product.id, product]));
});

/** Each rule is named as it should read when it is broken. */
function ruleBrokenBy(shopper: Shopper, now: Date): string | null {
  return (
    idsBrokenBy(shopper) ??
    userBrokenBy(shopper, now) ??
    ordersBrokenBy(shopper) ??
    itemsBrokenBy(shopper) ??
    stockBrokenBy(shopper) ??
    sessionsBrokenBy(shopper)
  );
}

function idsBrokenBy({ users, orders, order_items, inventory_items, events }: Shopper): string | null {
  const ids = [...users, ...order_items, ...inventory_items, ...events].map(({ id }) => id);
  ids.push(...orders.map(({ order_id }) => order_id), ...new Set(events.map(({ session_id }) => session_id)));
  if (!ids.every((id) => idPattern.test(id))) return 'every id is a UUID of version 7';
  if (new Set(ids).size !== ids.length) return 'no id is there twice';
  for (const table of [order_items, inventory_items, events]) {
    if (table.some(({ id }, index) => index > 0 && id <= table[index - 1]!.id))
      return 'ids ascend in each table';
  }
  return null;
}

function userBrokenBy({ users, orders, order_items, events }: Shopper, now: Date): string | null {
  const [user] = users;
  if (!user || users.length !== 1) return 'there is one user';
  if (user.created_at > now) return 'nobody signs up after now';
  if (user.created_at.getTime() < opened) return 'nobody signs up before the opening';
  if (!/^[a-z]+\.[a-z]+\d+@example\.(com|net|org)$/.test(user.email))
    return 'emails are ASCII at an example domain';
  for (const row of [...orders, ...order_items, ...events]) {
    if (row.user_id !== user.id) return 'all rows are those of the user';
  }
  return null;
}

const steps = { Processing: 0, Cancelled: 0, Shipped: 1, Complete: 2, Returned: 3 };

function ordersBrokenBy({ users, orders, order_items }: Shopper): string | null {
  for (const order of orders) {
    const { created_at, shipped_at, delivered_at, returned_at } = order;
    const reached = [shipped_at, delivered_at, returned_at];
    if (reached.some((moment, step) => (moment !== null) !== step < steps[order.status])) {
      return 'an order has the moments of the steps that its status has reached';
    }
    if (!follows(created_at, shipped_at, 3 * day)) return 'orders are shipped within three days';
    if (!follows(shipped_at, delivered_at, 5 * day)) return 'orders are delivered within five days';
    if (!follows(delivered_at, returned_at, 3 * day)) return 'orders are returned within three days';
    if (order.gender !== users[0]!.gender) return 'an order has the gender of its user';
    const items = order_items.filter((item) => item.order_id === order.order_id);
    if (items.length !== order.num_of_item) return 'num_of_item is the number of items';
  }
  return null;
}

function follows(before: Date | null, after: Date | null, longest: number): boolean {
  if (!after) return true;
  return before !== null && after >= before && after.getTime() - before.getTime() <= longest;
}

function itemsBrokenBy({ users, orders, order_items, inventory_items }: Shopper): string | null {
  for (const item of order_items) {
    const order = orders.find(({ order_id }) => order_id === item.order_id);
    const piece = inventory_items.find(({ id }) => id === item.inventory_item_id);
    const product = productsById.get(item.product_id);
    if (!order || !piece || !product) return 'an item refers to an order, a piece and a product';
    for (const column of ['status', 'created_at', 'shipped_at', 'delivered_at', 'returned_at'] as const) {
      if (item[column]?.valueOf() !== order[column]?.valueOf())
        return `${column} of an item is that of its order`;
    }
    if (piece.sold_at?.getTime() !== item.created_at.getTime())
      return 'a piece is sold when its item is ordered';
    if (piece.product_id !== product.id) return 'the piece is one of the product ordered';
    if (item.sale_price !== product.retail_price) return 'sale_price is the retail price';
    if (product.department !== (users[0]!.gender === 'M' ? 'Men' : 'Women'))
      return 'men buy Men, women Women';
  }
  return null;
}

function stockBrokenBy({ order_items, inventory_items }: Shopper): string | null {
  let soldAt: Date | null = null;
  for (const piece of inventory_items) {
    const product = productsById.get(piece.product_id);
    soldAt = piece.sold_at ?? soldAt;
    if (!follows(piece.created_at, soldAt, 60 * day)) return 'a piece was in stock at most sixty days';
    if (
      !product ||
      piece.cost !== product.cost ||
      piece.product_name !== product.name ||
      piece.product_brand !== product.brand ||
      piece.product_category !== product.category ||
      piece.product_retail_price !== product.retail_price ||
      piece.product_department !== product.department ||
      piece.product_sku !== product.sku ||
      piece.product_distribution_center_id !== product.distribution_center_id
    ) {
      return 'a piece carries its product';
    }
  }
  const sold = inventory_items.filter(({ sold_at }) => sold_at !== null);
  return sold.length === order_items.length ? null : 'as many pieces are sold as items are ordered';
}

function sessionsBrokenBy({ users, orders, order_items, events }: Shopper): string | null {
  const user = users[0]!;
  let start = 0;
  for (const order of orders) {
    const items = order_items.filter(({ order_id }) => order_id === order.order_id);
    const length = items.length === 1 ? 5 : 3 * items.length + 1;
    const session = events.slice(start, start + length);
    start += length;
    const broken = sessionBrokenBy(session, user, order) ?? pagesBrokenBy(session, items);
    if (broken) return broken;
  }
  return start === events.length ? null : 'there is one session an order';
}

function sessionBrokenBy(session: Shopper['events'], user: UserRow, order: OrderRow): string | null {
  const first = session[0]!;
  if (session.at(-1)?.created_at.getTime() !== order.created_at.getTime()) return 'the purchase is the order';
  if (first.created_at < user.created_at) return 'no event is before the signing up';
  for (const [index, event] of session.entries()) {
    if (event.sequence_number !== index + 1) return 'events of a session are numbered from 1';
    const before = session[index - 1];
    if (before && !follows(before.created_at, event.created_at, 3 * minute - 1)) {
      return 'an event follows the one before within three minutes';
    }
    for (const column of ['session_id', 'ip_address', 'browser', 'traffic_source'] as const) {
      if (event[column] !== first[column]) return `a session has one ${column}`;
    }
    for (const column of ['city', 'state', 'postal_code'] as const) {
      if (event[column] !== user[column]) return `${column} of an event is that of the user`;
    }
  }
  return null;
}

function pagesBrokenBy(session: Shopper['events'], items: Shopper['order_items']): string | null {
  const uris = items.flatMap(({ product_id }) => {
    const { department, category, brand } = productsById.get(product_id)!;
    const segments = ['department', department, 'category', category, 'brand', brand ?? ''];
    return [`/${segments.join('/')}`.toLowerCase().replaceAll(' ', ''), `/product/${product_id}`, '/cart'];
  });
  const expected = [...(items.length === 1 ? ['/home'] : []), ...uris, '/purchase'];
  if (session.some(({ uri }, index) => uri !== expected[index])) return `pages are ${expected.join(' ')}`;
  const wrongType = session.find(({ uri, event_type }) => uri.split('/')[1] !== event_type);
  return wrongType ? `${wrongType.uri} is no page of type ${wrongType.event_type}` : null;
}

test.each<[string, number, string, 'now' | 'since sign-up']>([
  ['100,000 shoppers of today', 100_000, '2026-06-15T12:00:00Z', 'now'],
  ['shoppers of the first hours, whose sessions hardly fit', 3_000, '2019-01-01T00:10:00Z', 'now'],
  ['shoppers of the first moment', 500, '2019-01-01T00:00:00Z', 'now'],
  ['shoppers who order between signing up and now', 3_000, '2026-06-15T12:00:00Z', 'since sign-up'],
  ['shoppers of the first hours who order since', 3_000, '2019-01-01T00:10:00Z', 'since sign-up'],
])(
  'no rule is broken by %s',
  (_shoppers, count, moment, orders) => {
    const now = new Date(moment);
    const shop = createShop({ profile: 'classic', catalogue, seed: 'rules', clock: () => now, orders });
    for (let index = 0; index < count; index += 1) {
      const shopper = shop.next();
      const broken = ruleBrokenBy(shopper, now);
      if (broken) throw new Error(`shopper ${index} breaks: ${broken}\n${JSON.stringify(shopper, null, 1)}`);
    }
  },
  patience,
);
