import { aQuarter, living, type Break } from './statements.js';

/** Takes orders away with all that belongs to them but the pages that led there. */
const without = (orders: string): string => `
  create temporary table gone on commit drop as select * from orders where ${orders};
  delete from events e using gone g
   where e.user_id = g.user_id
     and (e.created_at = g.created_at and e.event_type = 'purchase'
          or e.created_at = g.cancelled_at and e.event_type = 'cancel');
  delete from events e using order_items i
   where i.order_id in (select order_id from gone) and e.event_type = 'return'
     and e.user_id = i.user_id and e.created_at = i.returned_at;
  delete from inventory_items p using order_items i
   where i.order_id in (select order_id from gone) and p.id = i.inventory_item_id;
  delete from order_items where order_id in (select order_id from gone);
  delete from orders where order_id in (select order_id from gone);`;

/** Visits of one page beside those that there are. */
const visitors = `
  insert into events
  select gen_random_uuid(), null, 1, gen_random_uuid(), created_at, ip_address, city, state, postal_code, browser,
         traffic_source, '/home', 'home'
    from events where sequence_number = 1 and event_type not in ('cancel', 'return');`;

const onSaleDays = `(extract(month from created_at) = 7 and extract(day from created_at) <= 5
                     or extract(month from created_at) = 12 and extract(day from created_at) >= 26)`;

const reduce = (items: string): string => `
  update order_items set sale_price = round(retail_price * 0.8, 2)
    from products where products.id = product_id and ${items};`;

export const livingFigures: Break[] = [
  ['age of users, around 35, in tenths', `update users set age = 30 where ${aQuarter('id')};`, living],
  ['orders a visit', visitors, { ...living, also: ['carts a visit'] }],
  [
    'carts a visit',
    `delete from events where event_type = 'cart'
      and (session_id, sequence_number) in (
        select session_id, max(sequence_number) from events group by session_id
        having not bool_or(event_type = 'purchase'));`,
    { ...living, also: ['carts left behind'] },
  ],
  ['carts left behind', without(aQuarter('order_id')), living],
  [
    'browser of visits',
    `update events set browser = 'Firefox' where browser = 'Chrome' and ${aQuarter('session_id')};`,
    living,
  ],
  [
    'traffic source of visits',
    `update events set traffic_source = 'YouTube'
      where traffic_source in ('Adwords', 'Email') and ${aQuarter('session_id')};`,
    living,
  ],
  [
    'orders a visit from Email, to those of all visits',
    `update events set traffic_source = 'Organic'
      where traffic_source = 'Email' and not ${aQuarter('session_id')}
        and session_id in (select session_id from events where event_type = 'purchase');`,
    living,
  ],
  [
    'orders a visit from Display, to those of all visits',
    `update events set traffic_source = 'Display'
      where traffic_source = 'Adwords' and ${aQuarter('session_id')}
        and session_id in (select session_id from events where event_type = 'purchase');`,
    living,
  ],
  [
    'items per order',
    // The same thing twice, so that there are pages of it.
    `create temporary table chosen on commit drop as
     select i.*, gen_random_uuid() as piece_id
       from order_items i join orders o using (order_id) where o.num_of_item = 1 and ${aQuarter('i.id')};
     update orders set num_of_item = 2 where order_id in (select order_id from chosen);
     insert into inventory_items
     select c.piece_id, p.product_id, p.created_at, p.sold_at, cost, product_category, product_name, product_brand,
            product_retail_price, product_department, product_sku, product_distribution_center_id
       from inventory_items p join chosen c on c.inventory_item_id = p.id;
     insert into order_items
     select gen_random_uuid(), order_id, user_id, product_id, piece_id, status, created_at, shipped_at, delivered_at,
            returned_at, sale_price, cancelled_at, updated_at
       from chosen;`,
    living,
  ],
  ['items on sale on common days', reduce(`${aQuarter('order_items.id')} and not ${onSaleDays}`), living],
  ['items on sale on sale days', reduce(onSaleDays), living],
  ['orders that are cancelled', without(`status = 'Cancelled'`), living],
  [
    'orders older than 30 days of shop time that are finished',
    `update orders set status = 'Shipped', delivered_at = null, updated_at = shipped_at
      where status = 'Complete' and ${aQuarter('order_id')}
        and order_id not in (select order_id from order_items where status <> 'Complete');
     update order_items set status = 'Shipped', delivered_at = null, updated_at = shipped_at
      where order_id in (select order_id from orders where status = 'Shipped');`,
    { ...living, also: ['orders that are Processing or Shipped have their next step in the agenda'] },
  ],
  [
    'delivered items that come back',
    `delete from events where event_type = 'return';
     update orders set status = 'Complete', returned_at = null, updated_at = delivered_at where status = 'Returned';
     update order_items set status = 'Complete', returned_at = null, updated_at = delivered_at
      where status = 'Returned';`,
    living,
  ],
];
