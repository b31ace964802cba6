import { aQuarter, becomes, buyers, classic, withoutOrders, type Break } from './statements.js';

/** Sells one product of a department only. */
const bestseller = (department: string, gender: string): string => `
  create temporary table best on commit drop as
  select * from products where department = '${department}' order by id limit 1;
  create temporary table chosen on commit drop as
  select i.id, i.inventory_item_id from order_items i join users u on u.id = i.user_id where u.gender = '${gender}';
  update order_items set product_id = best.id, sale_price = best.retail_price
    from best where order_items.id in (select id from chosen);
  update inventory_items i ${becomes('(select id from best)')} and i.id in (select inventory_item_id from chosen);
  update events set uri = '/product/' || (select id from best)
   where event_type = 'product' and user_id in (select id from users where gender = '${gender}');`;

export const classicFigures: Break[] = (
  [
    ['age of users, 12 to 70', `update users set age = 30 where ${aQuarter('id')};`],
    [
      'sign-ups in each tenth of the time',
      `update users set created_at = '2019-01-02' where ${withoutOrders};`,
    ],
    [
      'orders per user',
      `insert into users
     select gen_random_uuid(), first_name, last_name, email, age, gender, state, street_address, postal_code, city,
            country, latitude, longitude, traffic_source, created_at
       from users where ${withoutOrders};`,
    ],
    [
      'status of orders',
      `update orders set status = 'Processing' where status = 'Cancelled';
     update order_items set status = 'Processing' where status = 'Cancelled';`,
    ],
    [
      'items per order',
      `${buyers(400)} alter table buyer add piece_id uuid default gen_random_uuid();
     update orders set num_of_item = 2 where order_id in (select order_id from buyer);
     insert into inventory_items
     select case copy when 0 then b.piece_id else gen_random_uuid() end, i.product_id, i.created_at,
            case copy when 0 then i.sold_at end, cost, product_category, product_name, product_brand,
            product_retail_price, product_department, product_sku, product_distribution_center_id
       from inventory_items i join buyer b on b.inventory_item_id = i.id, generate_series(0, 2) as copy;
     insert into order_items
     select gen_random_uuid(), i.order_id, i.user_id, i.product_id, piece_id, status, i.created_at, shipped_at,
            delivered_at, returned_at, sale_price
       from order_items i join buyer b on b.item_id = i.id;
     insert into events
     select gen_random_uuid(), e.user_id, e.sequence_number - 1, e.session_id, home.created_at, e.ip_address, e.city,
            e.state, e.postal_code, e.browser, e.traffic_source, e.uri, e.event_type
       from events e join events home on home.session_id = e.session_id and home.event_type = 'home'
      where e.session_id in (select session_id from buyer)
        and e.event_type in ('department', 'product', 'cart');
     update events set sequence_number = sequence_number + 2
       from (select session_id, created_at from events where event_type = 'home') as home
      where home.session_id = events.session_id and events.created_at > home.created_at
        and events.session_id in (select session_id from buyer);
     delete from events where event_type = 'home' and session_id in (select session_id from buyer);`,
    ],
    [
      'browser of sessions',
      `update events set browser = 'IE' where browser = 'Chrome' and ${aQuarter('session_id')};`,
    ],
    [
      'traffic source of sessions',
      `update events set traffic_source = 'YouTube' where traffic_source = 'Email' and ${aQuarter('session_id')};`,
    ],
    ['products of Men sell alike (by last digit of the id)', bestseller('Men', 'M')],
    ['products of Women sell alike (by last digit of the id)', bestseller('Women', 'F')],
    [
      'unsold pieces for each one sold, 1 to 3',
      `delete from inventory_items where sold_at is null and ${aQuarter('id')};`,
    ],
  ] satisfies Break[]
).map(([check, statements]) => [check, statements, classic]);
