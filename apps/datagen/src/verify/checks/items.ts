import type { Profile } from '@thelook/models';
import type { Rule } from '../check.js';

function asOrder(columns: readonly string[], profile?: Profile): Rule {
  return {
    kind: 'rule',
    ...(profile && { profile }),
    name: `order_items: ${columns.join(', ')} ${columns.length === 1 ? 'is' : 'are'} the order's`,
    table: 'order_items',
    reads: { order_items: ['id', 'order_id', ...columns], orders: ['order_id', ...columns] },
    violating: `
      select i.id from order_items i join orders o on o.order_id = i.order_id
       where ${columns.map((column) => `i.${column} is distinct from o.${column}`).join(' or ')}`,
  };
}

/** Items that come back before the others of their order. */
const returns: readonly Rule[] = [
  {
    kind: 'rule',
    profile: 'living',
    name: "order_items: status is the order's, or Returned in a Complete one",
    table: 'order_items',
    reads: { order_items: ['id', 'order_id', 'status'], orders: ['order_id', 'status'] },
    violating: `
      select i.id from order_items i join orders o on o.order_id = i.order_id
       where i.status is distinct from o.status and not (i.status = 'Returned' and o.status = 'Complete')`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: 'order_items.returned_at is set for Returned only',
    table: 'order_items',
    reads: { order_items: ['id', 'status', 'returned_at'] },
    violating: `select id from order_items where (returned_at is not null) <> (status = 'Returned')`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: 'order_items.returned_at is within 30 days of shop time after delivered_at',
    table: 'order_items',
    reads: { order_items: ['id', 'delivered_at', 'returned_at'] },
    violating: `
      select id from order_items
       where returned_at < delivered_at
          or (returned_at > delivered_at + interval '720 hours' / :fastest
              and shop_time(returned_at) - shop_time(delivered_at) > interval '720 hours' + :tick)`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: 'orders are Returned when the last of their items is',
    table: 'orders',
    reads: {
      orders: ['order_id', 'status', 'returned_at'],
      order_items: ['order_id', 'status', 'returned_at'],
    },
    violating: `
      select o.order_id from orders o
        join (select order_id, bool_and(status = 'Returned') as all_returned, max(returned_at) as returned_at
                from order_items group by order_id) i on i.order_id = o.order_id
       where (i.all_returned and o.status = 'Complete')
          or (i.all_returned and o.status = 'Returned' and o.returned_at is distinct from i.returned_at)`,
  },
];

/** Items against the order that they belong to and the product that they are. */
export const items: readonly Rule[] = [
  asOrder(['user_id']),
  asOrder(['created_at']),
  asOrder(['status'], 'classic'),
  asOrder(['shipped_at', 'delivered_at', 'returned_at'], 'classic'),
  asOrder(['shipped_at', 'delivered_at', 'cancelled_at'], 'living'),
  ...returns,
  {
    kind: 'rule',
    profile: 'classic',
    name: "order_items.sale_price is the product's retail_price",
    table: 'order_items',
    reads: { order_items: ['id', 'product_id', 'sale_price'], products: ['id', 'retail_price'] },
    violating: `
      select i.id from order_items i join products p on p.id = i.product_id
       where i.sale_price is distinct from p.retail_price`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: "order_items.sale_price is the product's retail_price, or down to half of it",
    table: 'order_items',
    reads: { order_items: ['id', 'product_id', 'sale_price'], products: ['id', 'retail_price'] },
    // Prices are whole cents.
    violating: `
      select i.id from order_items i join products p on p.id = i.product_id
       where i.sale_price between p.retail_price / 2 - 0.005 and p.retail_price is not true`,
  },
  {
    kind: 'rule',
    name: 'items are of the department of the user (M: Men, F: Women)',
    table: 'order_items',
    reads: {
      order_items: ['id', 'order_id', 'product_id'],
      orders: ['order_id', 'user_id'],
      users: ['id', 'gender'],
      products: ['id', 'department'],
    },
    violating: `
      select i.id from order_items i
        join orders o on o.order_id = i.order_id
        join users u on u.id = o.user_id
        join products p on p.id = i.product_id
       where p.department is distinct from case u.gender when 'M' then 'Men' when 'F' then 'Women' end`,
  },
];
