import { buyer, changed, classic, living, orderThatIs, progress, type Break } from './statements.js';

export const items: Break[] = [
  [
    "order_items: user_id is the order's",
    `${buyer} update order_items set user_id = (select max(id::text)::uuid from users)
      where id in (select item_id from buyer);`,
  ],
  [
    "order_items: created_at is the order's",
    `${buyer}
     update order_items set created_at = created_at + interval '1 second' where id in (select item_id from buyer);
     ${changed('order_items', 'id', 'select item_id from buyer')}
     update inventory_items set created_at = sold_at, sold_at = sold_at + interval '1 second'
      where id in (select inventory_item_id from buyer);`,
  ],
  [
    "order_items: status is the order's",
    `update order_items set status = 'Cancelled' where order_id = ${orderThatIs('Processing')};`,
    classic,
  ],
  [
    "order_items: shipped_at, delivered_at, returned_at are the order's",
    `update order_items set shipped_at = null where order_id = ${orderThatIs('Shipped')};`,
    classic,
  ],
  [
    "order_items: shipped_at, delivered_at, cancelled_at are the order's",
    `update order_items set shipped_at = created_at where order_id = ${orderThatIs('Complete')};`,
    living,
  ],
  [
    "order_items: status is the order's, or Returned in a Complete one",
    `update order_items set status = 'Shipped' where order_id = ${orderThatIs('Complete')} and status = 'Complete';`,
    living,
  ],
  [
    'order_items.returned_at is set for Returned only',
    `${buyer}
     update order_items set returned_at = delivered_at + interval '1 hour' where id in (select item_id from buyer);
     ${changed('order_items', 'id', 'select item_id from buyer')}`,
    living,
  ],
  [
    'order_items.returned_at is within 30 days of shop time after delivered_at',
    `update events e set created_at = o.delivered_at - interval '1 second'
       from orders o
      where e.event_type = 'return' and e.user_id = o.user_id and e.created_at = o.returned_at
        and o.order_id = ${orderThatIs('Returned')};
     ${progress('Returned', `returned_at = delivered_at - interval '1 second'`)}`,
    living,
  ],
  [
    'orders are Returned when the last of their items is',
    `create temporary table chosen on commit drop as select ${orderThatIs('Returned')} as order_id;
     update orders set status = 'Complete', returned_at = null where order_id in (select order_id from chosen);
     ${changed('orders', 'order_id', 'select order_id from chosen')}`,
    living,
  ],
  [
    "order_items.sale_price is the product's retail_price",
    `${buyer} update order_items set sale_price = sale_price + 0.01 where id in (select item_id from buyer);`,
    classic,
  ],
  [
    "order_items.sale_price is the product's retail_price, or down to half of it",
    `${buyer} update order_items set sale_price = sale_price * 0.49 where id in (select item_id from buyer);`,
    living,
  ],
  [
    'items are of the department of the user (M: Men, F: Women)',
    `${buyer} update orders set gender = case gender when 'M' then 'F' else 'M' end
      where order_id in (select order_id from buyer);
     update users set gender = case gender when 'M' then 'F' else 'M' end
      where id in (select user_id from buyer);`,
  ],
];
