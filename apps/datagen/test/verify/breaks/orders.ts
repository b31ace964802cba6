import { buyer, classic, living, orderThatIs, progress, type Break } from './statements.js';

export const orders: Break[] = [
  [
    'orders are placed after the user signed up',
    `${buyer} delete from events where user_id in (select user_id from buyer);
     update users u
        set created_at = b.created_at + interval '1 second',
            updated_at = greatest(updated_at, b.created_at + interval '1 second')
       from buyer b where b.user_id = u.id;`,
  ],
  [
    'orders.shipped_at is set for Shipped, Complete, Returned only',
    progress('Processing', 'shipped_at = created_at'),
  ],
  [
    'orders.delivered_at is set for Complete, Returned only',
    progress('Shipped', 'delivered_at = shipped_at'),
  ],
  [
    'orders.returned_at is set for Returned only',
    progress('Complete', 'returned_at = delivered_at'),
    classic,
  ],
  [
    'orders.returned_at is set for Returned only',
    `update orders set returned_at = delivered_at where order_id = ${orderThatIs('Complete')};`,
    living,
  ],
  [
    'orders.cancelled_at is set for Cancelled only',
    progress('Complete', `cancelled_at = created_at + interval '1 hour'`),
    living,
  ],
  [
    'orders.shipped_at is within 3 days after created_at',
    progress('Shipped', `shipped_at = created_at + interval '73 hours'`),
    classic,
  ],
  [
    'orders.delivered_at is within 5 days after shipped_at',
    progress('Complete', `delivered_at = shipped_at - interval '1 second'`),
    classic,
  ],
  [
    'orders.returned_at is within 3 days after delivered_at',
    progress('Returned', `returned_at = delivered_at + interval '73 hours'`),
    classic,
  ],
  [
    'orders.shipped_at is within 3 days of shop time after created_at',
    // As it was while a day passed in a minute: the parcel arrives later still, and in time.
    `create temporary table chosen on commit drop as
     select order_id, thelook.real_time(thelook.shop_time(created_at) + interval '73 hours') as late
       from orders
      where created_at > (select min(real_from) from thelook.clock)
        and thelook.shop_time(delivered_at) > thelook.shop_time(created_at) + interval '73 hours'
      order by created_at limit 1;
     update orders set shipped_at = late from chosen where orders.order_id = chosen.order_id;
     update order_items set shipped_at = late from chosen where order_items.order_id = chosen.order_id;`,
    living,
  ],
  [
    'orders.delivered_at is within 5 days of shop time after shipped_at',
    progress('Complete', `delivered_at = shipped_at - interval '1 second'`),
    living,
  ],
  [
    'orders.cancelled_at is within 1 day of shop time after created_at',
    `update events e set created_at = o.created_at + interval '25 hours'
       from orders o
      where e.event_type = 'cancel' and e.user_id = o.user_id and e.created_at = o.cancelled_at
        and o.order_id = ${orderThatIs('Cancelled')};
     ${progress('Cancelled', `cancelled_at = created_at + interval '25 hours'`)}`,
    living,
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
