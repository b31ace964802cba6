import type { EventRow, OrderItemRow, OrderRow, ProductRow, Shopper } from '../../src/rows.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The rules of the living shop that rows break at a moment, each named as it should read. */
export function rulesBrokenBy(
  rows: Shopper,
  now: Date,
  products: ReadonlyMap<number, ProductRow>,
): Set<string> {
  const broken = new Set<string>();
  const rule = (name: string, holds: boolean): void => {
    if (!holds) broken.add(name);
  };
  checkIds(rows, rule);
  checkMoments(rows, now, rule);
  checkUsers(rows, rule);
  checkOrders(rows, rule);
  checkItems(rows, products, rule);
  checkPieces(rows, products, rule);
  const sessions = groupBy(rows.events, ({ session_id }) => session_id);
  const signUps = new Map(rows.users.map(({ id, created_at }) => [id, created_at]));
  for (const session of sessions.values()) checkSession(session, signUps, rule);
  checkReplacements(rows, rule);
  checkOrdersOfSessions(rows, sessions, rule);
  return broken;
}

type Rule = (name: string, holds: boolean) => void;

function checkIds({ users, orders, order_items, inventory_items, events }: Shopper, rule: Rule): void {
  const ids = [...users, ...order_items, ...inventory_items, ...events].map(({ id }) => id);
  ids.push(...orders.map(({ order_id }) => order_id), ...new Set(events.map(({ session_id }) => session_id)));
  rule(
    'every id is a UUID of version 7',
    ids.every((id) => idPattern.test(id)),
  );
  rule('no id is there twice', new Set(ids.map((id) => id.slice(14))).size === ids.length);
}

function checkMoments(rows: Shopper, now: Date, rule: Rule): void {
  for (const table of Object.values(rows) as object[][]) {
    for (const row of table) {
      for (const value of Object.values(row)) {
        if (value instanceof Date)
          rule('no moment lies ahead', value <= now && Number.isInteger(value.getTime()));
      }
    }
  }
}

function checkUsers({ users, orders, order_items, events }: Shopper, rule: Rule): void {
  const byId = new Map(users.map((user) => [user.id, user]));
  for (const { created_at, updated_at, age } of users) {
    rule('a user is changed after the sign-up', updated_at !== null && updated_at >= created_at);
    rule('users are 16 to 80', age >= 16 && age <= 80);
  }
  for (const row of [...orders, ...order_items, ...events]) {
    if (row.user_id === null) continue;
    const user = byId.get(row.user_id);
    rule('every row has its user', user !== undefined);
    if (user) rule('nothing of a user is before the sign-up', row.created_at >= user.created_at);
  }
  for (const order of orders)
    rule('an order has the gender of its user', byId.get(order.user_id)?.gender === order.gender);
}

/** Which moments a status has, in the order shipped, delivered, returned, cancelled. */
const momentsOf = {
  Processing: '',
  Shipped: 'shipped_at',
  Complete: 'shipped_at delivered_at',
  Returned: 'shipped_at delivered_at returned_at',
  Cancelled: 'cancelled_at',
} as const;
const steps = ['shipped_at', 'delivered_at', 'returned_at', 'cancelled_at'] as const;

function checkSteps(row: OrderRow | OrderItemRow, rule: Rule): void {
  const { created_at, shipped_at, delivered_at, returned_at, cancelled_at, updated_at } = row;
  rule('status and moments agree', steps.filter((step) => row[step]).join(' ') === momentsOf[row.status]);
  rule('orders are shipped within three days', follows(created_at, shipped_at, 3 * day));
  rule('orders are delivered within five days', follows(shipped_at, delivered_at, 5 * day));
  rule('items are returned within thirty days', follows(delivered_at, returned_at, 30 * day));
  rule('orders are cancelled within hours', follows(created_at, cancelled_at, 12 * 60 * minute));
  const last = returned_at ?? delivered_at ?? shipped_at ?? cancelled_at ?? created_at;
  rule('updated_at is the moment of the last change', updated_at?.getTime() === last.getTime());
}

function follows(before: Date | null, after: Date | null, longest: number): boolean {
  if (!after) return true;
  return before !== null && after >= before && after.getTime() - before.getTime() <= longest;
}

function checkOrders({ orders, order_items }: Shopper, rule: Rule): void {
  const items = groupBy(order_items, ({ order_id }) => order_id);
  for (const order of orders) {
    checkSteps(order, rule);
    const own = items.get(order.order_id) ?? [];
    rule('num_of_item is the number of items', own.length === order.num_of_item && own.length > 0);
    const returned = own.filter(({ status }) => status === 'Returned');
    rule(
      'an order is returned when all of its items are',
      (returned.length === own.length) === (order.status === 'Returned'),
    );
    for (const item of own) {
      rule('items are of the user of their order', item.user_id === order.user_id);
      const partly = item.status === 'Returned' && order.status === 'Complete';
      rule('an item has the status of its order', partly || item.status === order.status);
      for (const column of ['created_at', 'shipped_at', 'delivered_at', 'cancelled_at'] as const) {
        rule(
          `${column} of an item is that of its order`,
          item[column]?.getTime() === order[column]?.getTime(),
        );
      }
    }
    rule(
      'items of an order are of different products',
      new Set(own.map(({ product_id }) => product_id)).size === own.length,
    );
  }
  rule(
    'every item has its order',
    [...items.keys()].every((id) => orders.some(({ order_id }) => order_id === id)),
  );
}

function checkItems(
  { users, order_items }: Shopper,
  products: ReadonlyMap<number, ProductRow>,
  rule: Rule,
): void {
  const genders = new Map(users.map(({ id, gender }) => [id, gender]));
  for (const item of order_items) {
    checkSteps(item, rule);
    const product = products.get(item.product_id);
    if (!product) rule('an item is of a product', false);
    else {
      rule(
        'men buy Men, women Women',
        product.department === (genders.get(item.user_id) === 'M' ? 'Men' : 'Women'),
      );
      const part = item.sale_price / product.retail_price;
      rule('on sale is 10 to 50 % less', part === 1 || (part > 0.499 && part < 0.901));
    }
  }
}

function checkPieces(
  { inventory_items, order_items }: Shopper,
  products: ReadonlyMap<number, ProductRow>,
  rule: Rule,
): void {
  const pieces = new Map(inventory_items.map((piece) => [piece.id, piece]));
  const taken = new Set(order_items.map(({ inventory_item_id }) => inventory_item_id));
  rule('a piece is sold once', taken.size === order_items.length);
  for (const item of order_items) {
    const piece = pieces.get(item.inventory_item_id);
    rule('an item has its piece', piece !== undefined);
    rule('a piece is sold when its item is ordered', piece?.sold_at?.getTime() === item.created_at.getTime());
    rule('the piece is one of the product ordered', piece?.product_id === item.product_id);
  }
  for (const piece of inventory_items) {
    rule('only what was ordered is sold', piece.sold_at === null || taken.has(piece.id));
    rule(
      'a piece is in stock before it is sold',
      piece.sold_at === null || piece.created_at <= piece.sold_at,
    );
    const product = products.get(piece.product_id);
    rule(
      'a piece carries its product',
      piece.cost === product?.cost &&
        piece.product_name === product.name &&
        piece.product_brand === product.brand &&
        piece.product_category === product.category &&
        piece.product_retail_price === product.retail_price &&
        piece.product_department === product.department &&
        piece.product_sku === product.sku &&
        piece.product_distribution_center_id === product.distribution_center_id,
    );
  }
}

/** They outlive the item that they took the place of, when its user is forgotten. */
function checkReplacements({ inventory_items, order_items }: Shopper, rule: Rule): void {
  const back = order_items.flatMap(({ product_id, cancelled_at, returned_at }) => {
    const moment = cancelled_at ?? returned_at;
    return moment ? [`${product_id} ${moment.getTime()}`] : [];
  });
  const cameIn = groupBy(
    inventory_items,
    ({ product_id, created_at }) => `${product_id} ${created_at.getTime()}`,
  );
  for (const [piece, items] of groupBy(back, (key) => key)) {
    rule('for what comes back a new piece is in stock', (cameIn.get(piece)?.length ?? 0) >= items.length);
  }
}

function checkSession(session: readonly EventRow[], signUps: ReadonlyMap<string, Date>, rule: Rule): void {
  const events = session.toSorted((one, other) => one.sequence_number - other.sequence_number);
  const [first] = events;
  events.forEach((event, index) => {
    rule('events of a session are numbered 1, 2, 3', event.sequence_number === index + 1);
    rule('the path tells the type of a page', event.uri.split('/')[1] === event.event_type);
    for (const column of [
      'ip_address',
      'browser',
      'traffic_source',
      'city',
      'state',
      'postal_code',
    ] as const) {
      rule('a session is of one visitor', event[column] === first![column]);
    }
    const before = events[index - 1];
    if (!before) return;
    rule(
      'events of a session follow each other within three minutes',
      follows(before.created_at, event.created_at, 3 * minute),
    );
    rule('who has signed up stays so', before.user_id === null || before.user_id === event.user_id);
    rule('a purchase ends its session', before.event_type !== 'purchase');
    if (event.user_id !== before.user_id) {
      rule('the sign-up is at the end of the first session', index === events.length - 1);
      rule('pages before the sign-up have no user', before.created_at <= signUps.get(event.user_id ?? '')!);
    }
  });
  const later = events.filter(({ event_type }) => event_type === 'cancel' || event_type === 'return');
  rule('cancelling and returning is a visit of one page', later.length === 0 || events.length === 1);
}

/** Purchases, cancellations and returns are events of their own moment. */
function checkOrdersOfSessions(
  { users, orders, order_items, events }: Shopper,
  sessions: ReadonlyMap<string, readonly EventRow[]>,
  rule: Rule,
): void {
  const seen = { purchase: new Set<string>(), cancel: new Set<string>(), return: new Set<string>() };
  const purchases = new Map<string, EventRow>();
  for (const event of events) {
    if (event.event_type !== 'purchase' && event.event_type !== 'cancel' && event.event_type !== 'return')
      continue;
    const key = `${event.user_id} ${event.created_at.getTime()}`;
    seen[event.event_type].add(key);
    if (event.event_type === 'purchase') purchases.set(key, event);
  }
  const at = ({ user_id }: OrderRow | OrderItemRow, moment: Date | null): string[] =>
    moment ? [`${user_id} ${moment.getTime()}`] : [];
  const same = (one: Set<string>, other: Set<string>): boolean =>
    one.size === other.size && [...one].every((key) => other.has(key));
  rule(
    'each order has a purchase, at its moment',
    same(seen.purchase, new Set(orders.flatMap((order) => at(order, order.created_at)))),
  );
  rule(
    'each cancelled order has its event',
    same(seen.cancel, new Set(orders.flatMap((order) => at(order, order.cancelled_at)))),
  );
  rule(
    'what comes back has its event',
    same(seen.return, new Set(order_items.flatMap((item) => at(item, item.returned_at)))),
  );
  rule(
    'one session an order',
    new Set([...purchases.values()].map(({ session_id }) => session_id)).size === orders.length,
  );
  const items = groupBy(order_items, ({ order_id }) => order_id);
  for (const order of orders) {
    const purchase = purchases.get(`${order.user_id} ${order.created_at.getTime()}`);
    const uris = (purchase ? sessions.get(purchase.session_id)! : []).map(({ uri }) => uri);
    for (const { product_id } of items.get(order.order_id) ?? []) {
      rule('who buys has seen what is bought', uris.includes(`/product/${product_id}`));
    }
    rule('who buys has a cart', uris.filter((uri) => uri === '/cart').length === order.num_of_item);
  }
  const known = new Set(users.map(({ id }) => id));
  rule(
    'every event has its user',
    events.every(({ user_id }) => user_id === null || known.has(user_id)),
  );
}

export function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
