import { buyer, copyOf, sameKey, withoutOrders, type Break } from './statements.js';

export const keys: Break[] = [
  [
    'users.id is unique',
    `delete from events where user_id in (select id from users where ${withoutOrders});
     ${sameKey('users', withoutOrders)}`,
  ],
  [
    'orders.order_id is unique',
    `${buyer} alter table orders drop constraint orders_pkey;
     insert into orders select * from orders where order_id in (select order_id from buyer);
     insert into events
     select gen_random_uuid(), user_id, sequence_number, '00000000-0000-4000-8000-000000000000', created_at,
            ip_address, city, state, postal_code, browser, traffic_source, uri, event_type
       from events where session_id in (select session_id from buyer);`,
  ],
  ['order_items.id is unique', sameKey('order_items')],
  ['inventory_items.id is unique', sameKey('inventory_items', 'sold_at is null')],
  ['events.id is unique', sameKey('events')],
  ['products.id is unique', copyOf('products', 'id')],
  ['dist_centers.id is unique', copyOf('dist_centers', 'id')],
  [
    'order_items.inventory_item_id is unique: no piece is sold twice',
    `create temporary table pair on commit drop as
     select min(id::text)::uuid as kept, max(id::text)::uuid as changed
       from order_items group by order_id having count(*) = 2 limit 1;
     update inventory_items set sold_at = null
      where id = (select inventory_item_id from order_items where id = (select changed from pair));
     update order_items i
        set product_id = k.product_id, sale_price = k.sale_price, inventory_item_id = k.inventory_item_id
       from order_items k where i.id = (select changed from pair) and k.id = (select kept from pair);`,
  ],
];
