/** The name of a check and statements that break what it is about, and nothing else. */
export type Break = readonly [check: string, statements: string];

/** Users with a single order, which is of a single item, with what belongs to them. */
const buyers = (count: number): string => `
  create temporary table buyer on commit drop as
  select o.user_id, o.order_id, o.created_at, i.id as item_id, i.inventory_item_id, i.product_id, e.session_id
    from orders o
    join order_items i on i.order_id = o.order_id
    join events e on e.user_id = o.user_id and e.event_type = 'purchase'
   where o.num_of_item = 1
     and (select count(*) from orders p where p.user_id = o.user_id) = 1
   order by o.created_at limit ${count};`;
const buyer = buyers(1);

/** The session in which somebody with a single order bought two things. */
const buyerOfTwo = `
  create temporary table visit on commit drop as
  select e.session_id, (select min(created_at) from events f where f.session_id = e.session_id) as begun
    from orders o join events e on e.user_id = o.user_id and e.event_type = 'purchase'
   where o.num_of_item = 2 and (select count(*) from orders p where p.user_id = o.user_id) = 1
   order by o.order_id limit 1;`;

const withoutOrders = 'not exists (select from orders o where o.user_id = users.id)';
const unsold = '(select id from inventory_items where sold_at is null order by id limit 1)';
const orderThatIs = (status: string): string =>
  `(select order_id from orders where status = '${status}' order by order_id limit 1)`;

/** Changes an order that has a status, and its items with it. */
const progress = (status: string, change: string): string => `
  create temporary table chosen on commit drop as select * from orders where order_id = ${orderThatIs(status)};
  update orders set ${change} where order_id in (select order_id from chosen);
  update order_items set ${change} where order_id in (select order_id from chosen);`;

/** Adds a visit of somebody with the id given: its pages as `sequence_number, event_type, uri`. */
const visit = (pages: string, userId = 'null::uuid'): string => `
  with visit as (select gen_random_uuid() as session_id, now() as at, ${userId} as user_id)
  insert into events
  select gen_random_uuid(), user_id, sequence_number, session_id, at, '8.8.8.8', 'Berlin', 'Berlin', '10115',
         'Chrome', 'Email', uri, event_type
    from visit, (values ${pages}) as page (sequence_number, event_type, uri);`;

const copyOf = (table: string, key: string): string => `
  alter table ${table} drop constraint ${table}_pkey;
  insert into ${table} select * from ${table} order by ${key} limit 1;`;

const sameKey = (table: string, rows = 'true'): string => `
  alter table ${table} drop constraint ${table}_pkey;
  update ${table} set id = (select min(id::text)::uuid from ${table} where ${rows})
   where id = (select max(id::text)::uuid from ${table} where ${rows});`;

/** Makes a piece one of another product. */
const becomes = (product: string): string => `
  set product_id = p.id, cost = p.cost, product_category = p.category, product_name = p.name,
      product_brand = p.brand, product_retail_price = p.retail_price, product_department = p.department,
      product_sku = p.sku, product_distribution_center_id = p.distribution_center_id
 from products p where p.id = ${product}`;

const keys: Break[] = [
  ['users.id is unique', sameKey('users', withoutOrders)],
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

const references: Break[] = [
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

const orders: Break[] = [
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

const items: Break[] = [
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

const stock: Break[] = [
  [
    "inventory_items: cost and price are the product's",
    `update inventory_items set cost = cost + 0.01 where id = ${unsold};`,
  ],
  [
    "inventory_items: description is the product's",
    `update inventory_items set product_brand = 'Nobody' where id = ${unsold};`,
  ],
  [
    'inventory_items: sold after it came in, within 60 days',
    `${buyer} update inventory_items set created_at = sold_at - interval '61 days'
      where id in (select inventory_item_id from buyer);`,
  ],
  [
    'inventory_items: what is sold is in order_items',
    `update inventory_items set sold_at = created_at where id = ${unsold};`,
  ],
  [
    'order_items.created_at is when the piece was sold',
    `${buyer} update inventory_items set created_at = sold_at, sold_at = sold_at + interval '1 second'
      where id in (select inventory_item_id from buyer);`,
  ],
  [
    'order_items.product_id is what the piece is of',
    `${buyer} update inventory_items i ${becomes(
      '(select min(id) from products where id not in (select product_id from buyer))',
    )} and i.id in (select inventory_item_id from buyer);`,
  ],
];

const sessions: Break[] = [
  [
    'events of a user come after the sign-up',
    `${buyer} update users u set created_at = b.created_at from buyer b where b.user_id = u.id;`,
  ],
  [
    "events of a user come from the user's place",
    `${buyer} update users set city = 'Nowhere' where id in (select user_id from buyer);`,
  ],
  [
    'sessions number their events 1, 2, 3, ...',
    `${buyer} update events set sequence_number = 7
      where event_type = 'purchase' and session_id in (select session_id from buyer);`,
  ],
  [
    'sessions go on in less than 3 minutes, forwards',
    `${buyer} update users set created_at = created_at - interval '1 hour' where id in (select user_id from buyer);
     update events set created_at = created_at - interval '3 minutes'
      where event_type = 'home' and session_id in (select session_id from buyer);`,
  ],
  [
    'sessions have one user, address, place, browser and source',
    `${buyer} update events set ip_address = '8.8.8.8'
      where event_type = 'cart' and session_id in (select session_id from buyer);`,
  ],
  ['sessions are one of the known visits', visit(`(1, 'cart', '/cart')`)],
  [
    'purchases and orders belong together',
    `${buyer} update events set created_at = created_at + interval '1 millisecond'
      where event_type = 'purchase' and session_id in (select session_id from buyer);`,
  ],
  [
    'a purchase of one item takes 5 events, of n items 3n + 1',
    `${buyerOfTwo}
     update events set sequence_number = sequence_number + 3 where session_id in (select session_id from visit);
     insert into events
     select gen_random_uuid(), user_id, sequence_number - 3, e.session_id, begun, ip_address, city, state,
            postal_code, browser, traffic_source, uri, event_type
       from events e join visit using (session_id) where sequence_number <= 6;`,
  ],
];

const pages: Break[] = [
  [
    'events.uri is a page of the event_type',
    `${buyer} update events set uri = '/basket'
      where event_type = 'cart' and session_id in (select session_id from buyer);`,
  ],
  ['events.uri of a product names one', visit(`(1, 'product', '/product/99999999')`)],
  [
    'events.uri of a department names department, category and brand of a product',
    visit(`(1, 'department', '/department/pets/category/hats/brand/none'), (2, 'product', '/product/1')`),
  ],
  [
    'items were looked at before they were bought',
    `${buyer} update events
        set uri = '/product/' || (select min(id) from products where id not in (select product_id from buyer))
      where event_type = 'product' and session_id in (select session_id from buyer);`,
  ],
];

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

const aQuarter = (column: string): string => `right(${column}::text, 1) in ('0', '4', '8', 'c')`;

const figures: Break[] = [
  ['gender of users', `update users set gender = 'M' where ${withoutOrders};`],
  ['age of users, 12 to 70', `update users set age = 30 where ${aQuarter('id')};`],
  [
    'traffic source of users',
    `update users set traffic_source = 'Email' where traffic_source = 'Search' and ${aQuarter('id')};`,
  ],
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
];

/** For every check one way to break it. */
export const breaks: readonly Break[] = [
  ...keys,
  ...references,
  ...orders,
  ...items,
  ...stock,
  ...sessions,
  ...pages,
  ...figures,
];
