import { buyer, orderThatIs, type Break } from './statements.js';

export const items: Break[] = [
  [
    "order_items: user_id is the order's",
    `${buyer} update order_items set user_id = (select max(id::text)::uuid from users)
      where id in (select item_id from buyer);`,
  ],
  [
    "order_items: status is the order's",
    `update order_items set status = 'Cancelled' where order_id = ${orderThatIs('Processing')};`,
  ],
  [
    "order_items: created_at is the order's",
    `${buyer}
     update order_items set created_at = created_at + interval '1 second' where id in (select item_id from buyer);
     update inventory_items set created_at = sold_at, sold_at = sold_at + interval '1 second'
      where id in (select inventory_item_id from buyer);`,
  ],
  [
    "order_items: shipped_at, delivered_at, returned_at are the order's",
    `update order_items set shipped_at = null where order_id = ${orderThatIs('Shipped')};`,
  ],
  [
    "order_items.sale_price is the product's retail_price",
    `${buyer} update order_items set sale_price = sale_price + 0.01 where id in (select item_id from buyer);`,
  ],
  [
    'items are of the department of the user (M: Men, F: Women)',
    `${buyer} update orders set gender = case gender when 'M' then 'F' else 'M' end
      where order_id in (select order_id from buyer);
     update users set gender = case gender when 'M' then 'F' else 'M' end
      where id in (select user_id from buyer);`,
  ],
];
