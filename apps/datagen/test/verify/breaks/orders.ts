import { buyer, progress, withoutOrders, type Break } from './statements.js';

export const orders: Break[] = [
  [
    'orders are placed after the user signed up',
    `${buyer} delete from events where user_id in (select user_id from buyer);
     update users u set created_at = b.created_at + interval '1 second' from buyer b where b.user_id = u.id;`,
  ],
  [
    'orders are placed by now',
    `${buyer} create temporary table late on commit drop as
       select now() + interval '1 day' - created_at as shift from buyer;
     update orders set created_at = created_at + shift, shipped_at = shipped_at + shift,
            delivered_at = delivered_at + shift, returned_at = returned_at + shift
       from late where order_id in (select order_id from buyer);
     update order_items set created_at = created_at + shift, shipped_at = shipped_at + shift,
            delivered_at = delivered_at + shift, returned_at = returned_at + shift
       from late where id in (select item_id from buyer);
     update inventory_items set created_at = created_at + shift, sold_at = sold_at + shift
       from late where id in (select inventory_item_id from buyer);
     update events set created_at = created_at + shift
       from late where session_id in (select session_id from buyer);`,
  ],
  [
    'users signed up by now',
    `update users set created_at = now() + interval '1 hour'
      where id = (select max(id::text)::uuid from users where ${withoutOrders});`,
  ],
  [
    'orders.shipped_at is set for Shipped, Complete, Returned only',
    progress('Processing', `shipped_at = created_at + interval '1 hour'`),
  ],
  [
    'orders.delivered_at is set for Complete, Returned only',
    progress('Shipped', `delivered_at = shipped_at + interval '1 hour'`),
  ],
  [
    'orders.returned_at is set for Returned only',
    progress('Complete', `returned_at = delivered_at + interval '1 hour'`),
  ],
  [
    'orders.shipped_at is within 3 days after created_at',
    progress('Shipped', `shipped_at = created_at + interval '73 hours'`),
  ],
  [
    'orders.delivered_at is within 5 days after shipped_at',
    progress('Complete', `delivered_at = shipped_at - interval '1 second'`),
  ],
  [
    'orders.returned_at is within 3 days after delivered_at',
    progress('Returned', `returned_at = delivered_at + interval '73 hours'`),
  ],
  [
    "orders.gender is the user's",
    `${buyer} update orders set gender = case gender when 'M' then 'F' else 'M' end
      where order_id in (select order_id from buyer);`,
  ],
  [
    'orders.num_of_item is the number of items',
    `${buyer} update orders set num_of_item = 2 where order_id in (select order_id from buyer);`,
  ],
];
