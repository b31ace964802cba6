import { buyer, classic, living, orderThatIs, unsold, withoutOrders, type Break } from './statements.js';

const ahead = `now() + interval '1 hour'`;

export const moments: Break[] = [
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
    classic,
  ],
  [
    'users signed up by now',
    `update users set created_at = now() + interval '1 hour'
      where id = (select max(id::text)::uuid from users where ${withoutOrders});`,
    classic,
  ],
  [
    'users: no moment lies ahead',
    `${buyer} update users set updated_at = ${ahead} from buyer where id = user_id;`,
    living,
  ],
  [
    'orders: no moment lies ahead',
    `update orders set updated_at = ${ahead} where order_id = ${orderThatIs('Complete')};`,
    living,
  ],
  [
    'order_items: no moment lies ahead',
    `update order_items set updated_at = ${ahead} where order_id = ${orderThatIs('Complete')};`,
    living,
  ],
  [
    'inventory_items: no moment lies ahead',
    `update inventory_items set created_at = ${ahead} where id = ${unsold};`,
    living,
  ],
  [
    'events: no moment lies ahead',
    `update events set created_at = ${ahead}
      where session_id = (select session_id from events group by session_id
                          having count(*) = 1 and max(user_id::text) is null limit 1);`,
    living,
  ],
  [
    'users.updated_at is set, and not before created_at',
    `${buyer} update users u set updated_at = u.created_at - interval '1 second' from buyer b where b.user_id = u.id;`,
    living,
  ],
  [
    'orders.updated_at is the latest of the moments',
    `update orders set updated_at = created_at where order_id = ${orderThatIs('Complete')};`,
    living,
  ],
  [
    'order_items.updated_at is the latest of the moments',
    `update order_items set updated_at = null where order_id = ${orderThatIs('Complete')};`,
    living,
  ],
];
