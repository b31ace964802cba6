import type { Rule } from '../check.js';

function asOrder(...columns: string[]): Rule {
  return {
    kind: 'rule',
    name: `order_items: ${columns.join(', ')} ${columns.length === 1 ? 'is' : 'are'} the order's`,
    table: 'order_items',
    reads: { order_items: ['id', 'order_id', ...columns], orders: ['order_id', ...columns] },
    violating: `
      select i.id from order_items i join orders o on o.order_id = i.order_id
       where ${columns.map((column) => `i.${column} is distinct from o.${column}`).join(' or ')}`,
  };
}

/** Items against the order that they belong to and the product that they are. */
export const items: readonly Rule[] = [
  asOrder('user_id'),
  asOrder('status'),
  asOrder('created_at'),
  asOrder('shipped_at', 'delivered_at', 'returned_at'),
  {
    kind: 'rule',
    name: "order_items.sale_price is the product's retail_price",
    table: 'order_items',
    reads: { order_items: ['id', 'product_id', 'sale_price'], products: ['id', 'retail_price'] },
    violating: `
      select i.id from order_items i join products p on p.id = i.product_id
       where i.sale_price is distinct from p.retail_price`,
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
