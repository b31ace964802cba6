import { buyer, unsold, visit, type Break } from './statements.js';

export const references: Break[] = [
  [
    'orders.user_id is in users',
    `${buyer} delete from events where session_id in (select session_id from buyer);
     update orders set user_id = gen_random_uuid() where order_id in (select order_id from buyer);
     update order_items i set user_id = o.user_id
       from orders o where o.order_id = i.order_id and i.order_id in (select order_id from buyer);`,
  ],
  [
    'order_items.order_id is in orders',
    `${buyer} delete from events where session_id in (select session_id from buyer);
     delete from orders where order_id in (select order_id from buyer);`,
  ],
  [
    'order_items.product_id is in products',
    `${buyer} update order_items set product_id = -1 where id in (select item_id from buyer);`,
  ],
  [
    'order_items.inventory_item_id is in inventory_items',
    `${buyer} update order_items set inventory_item_id = gen_random_uuid() where id in (select item_id from buyer);
     update inventory_items set sold_at = null where id in (select inventory_item_id from buyer);`,
  ],
  [
    'inventory_items.product_id is in products',
    `update inventory_items set product_id = -1 where id = ${unsold};`,
  ],
  ['events.user_id is in users', visit(`(1, 'product', '/product/1')`, 'gen_random_uuid()')],
  [
    'products.distribution_center_id is in dist_centers',
    `update products set distribution_center_id = -1 where id = 1;
     update inventory_items set product_distribution_center_id = -1 where product_id = 1;`,
  ],
];
