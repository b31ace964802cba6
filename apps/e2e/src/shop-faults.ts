/** A query that counts what must not be there, by what it is. */
export interface Fault {
  name: string;
  sql: string;
}

const finished = "('Complete', 'Returned', 'Cancelled')";

/** Rows that name others which are not there; none, however much is deleted meanwhile. */
export const orphans: readonly Fault[] = [
  ['order_items', 'orders', 'order_id', 'order_id'],
  ['order_items', 'users', 'user_id', 'id'],
  ['order_items', 'inventory_items', 'inventory_item_id', 'id'],
  ['orders', 'users', 'user_id', 'id'],
  ['events', 'users', 'user_id', 'id'],
].map(([child = '', parent = '', column = '', key = '']) => ({
  name: `${child} without ${parent}`,
  sql: `select count(*) from ecommerce.${child} c
    where c.${column} is not null and not exists (select from ecommerce.${parent} p where p.${key} = c.${column})`,
}));

/** Steps that were done in part, or twice. Holds at every moment, as a transaction sees it. */
export const halves: readonly Fault[] = [
  ...orphans,
  {
    name: 'orders with fewer or more items than they have',
    sql: `select count(*) from ecommerce.orders o where num_of_item <>
      (select count(*) from ecommerce.order_items i where i.order_id = o.order_id)`,
  },
  {
    name: 'pieces sold twice',
    sql: `select count(*) from (select from ecommerce.order_items group by inventory_item_id having count(*) > 1) twice`,
  },
  {
    name: 'pieces sold to nobody',
    sql: `select count(*) from ecommerce.inventory_items p where sold_at is not null and not exists
      (select from ecommerce.order_items i where i.inventory_item_id = p.id)`,
  },
  {
    name: 'items of which the piece is on the shelf, or of another product',
    sql: `select count(*) from ecommerce.order_items i join ecommerce.inventory_items p on p.id = i.inventory_item_id
      where p.sold_at is distinct from i.created_at or p.product_id <> i.product_id`,
  },
  {
    name: 'orders without their purchase, or purchases without their order',
    sql: `select count(*) from (select user_id, created_at from ecommerce.orders) o
      full join (select user_id, created_at from ecommerce.events where event_type = 'purchase') e
      using (user_id, created_at) where o.user_id is null or e.user_id is null`,
  },
  {
    name: 'orders of which the items have got further, or less far',
    sql: `select count(*) from ecommerce.orders o join ecommerce.order_items i using (order_id)
      where (o.shipped_at, o.delivered_at, o.cancelled_at)
        is distinct from (i.shipped_at, i.delivered_at, i.cancelled_at)`,
  },
];

/** Steps that are lost: open orders of which nobody knows what comes next. */
export const lost: readonly Fault[] = [
  {
    name: 'open orders more or less than their next steps',
    sql: `select abs(
      (select count(*) from ecommerce.orders where status not in ${finished})
      - (select count(*) from thelook.agenda, jsonb_array_elements(state->'orders') as o
         where kind = 'shopper' and o->>'next' <> 'return'))`,
  },
];

/** What is left to do after a shop was settled. */
export const unsettled: readonly Fault[] = [
  { name: 'open orders', sql: `select count(*) from ecommerce.orders where status not in ${finished}` },
  {
    name: 'steps of orders',
    sql: `select count(*) from thelook.agenda where kind = 'shopper' and state->'orders' <> '[]'`,
  },
];

const momentsOf: Readonly<Record<string, readonly string[]>> = {
  users: ['created_at', 'updated_at'],
  inventory_items: ['created_at', 'sold_at'],
  orders: ['created_at', 'shipped_at', 'delivered_at', 'returned_at', 'cancelled_at', 'updated_at'],
  order_items: ['created_at', 'shipped_at', 'delivered_at', 'returned_at', 'cancelled_at', 'updated_at'],
  events: ['created_at'],
};

/** Moments that lie ahead of the database's clock. */
export const ahead: readonly Fault[] = Object.entries(momentsOf).map(([table, columns]) => ({
  name: `${table} of a later moment`,
  sql: `select count(*) from ecommerce.${table} where greatest(${columns.join(', ')}) > clock_timestamp()`,
}));

/** One statement, one snapshot: gives the counts by name. */
export function countFaults(faults: readonly Fault[]): string {
  const columns = faults.map(({ name, sql }) => `(${sql})::int as "${name}"`);
  return `select ${columns.join(',\n')}`;
}
