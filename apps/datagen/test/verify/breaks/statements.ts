import type { Profile } from '@thelook/models';

/** The name of a check and statements that break what it is about, and nothing else. */
export type Break = readonly [check: string, statements: string, details?: BreakDetails];

interface BreakDetails {
  /** In shops of this profile only; by default in all. */
  readonly profile?: Profile;
  /** Other checks that cannot but find it as well. */
  readonly also?: readonly string[];
}

export const classic = { profile: 'classic' } as const;
export const living = { profile: 'living' } as const;

/**
 * Users with a single order, which is of a single item, with what belongs to them. Where rows change later, it is one
 * that has arrived: nothing else tells of it.
 */
export const buyers = (count: number): string => `
  create temporary table buyer on commit drop as
  select o.user_id, o.order_id, o.created_at, i.id as item_id, i.inventory_item_id, i.product_id, e.session_id
    from orders o
    join order_items i on i.order_id = o.order_id
    join events e on e.user_id = o.user_id and e.event_type = 'purchase'
   where o.num_of_item = 1 and (o.status = 'Complete' or o.updated_at is null)
     and (select count(*) from orders p where p.user_id = o.user_id) = 1
   order by o.created_at limit ${count};`;
export const buyer = buyers(1);

/** The session in which somebody with a single order bought two things. */
export const buyerOfTwo = `
  create temporary table visit on commit drop as
  select e.session_id, (select min(created_at) from events f where f.session_id = e.session_id) as begun
    from orders o join events e on e.user_id = o.user_id and e.event_type = 'purchase'
   where o.num_of_item = 2 and (select count(*) from orders p where p.user_id = o.user_id) = 1
   order by o.order_id limit 1;`;

/** By the last digit of ids. */
export const aQuarter = (column: string): string => `right(${column}::text, 1) in ('0', '4', '8', 'c')`;
export const withoutOrders = 'not exists (select from orders o where o.user_id = users.id)';
export const unsold = '(select id from inventory_items where sold_at is null order by id limit 1)';
/** The oldest one: in shops with a history, of the time in which shop time was real time. */
export const orderThatIs = (status: string): string =>
  `(select order_id from orders where status = '${status}' order by created_at limit 1)`;

/** Where rows change later, they tell when they did. */
export const changed = (table: string, key: string, rows: string): string => `
  update ${table}
     set updated_at = greatest(created_at, shipped_at, delivered_at, returned_at, cancelled_at)
   where updated_at is not null and ${key} in (${rows});`;

/** Changes an order that has a status, and its items with it. */
export const progress = (status: string, change: string): string => `
  create temporary table chosen on commit drop as select * from orders where order_id = ${orderThatIs(status)};
  update orders set ${change} where order_id in (select order_id from chosen);
  update order_items set ${change} where order_id in (select order_id from chosen);
  ${changed('orders', 'order_id', 'select order_id from chosen')}
  ${changed('order_items', 'order_id', 'select order_id from chosen')}`;

/** Adds a visit of somebody with the id given: its pages as `sequence_number, event_type, uri`. */
export const visit = (pages: string, userId = 'null::uuid'): string => `
  with visit as (select gen_random_uuid() as session_id, now() as at, ${userId} as user_id)
  insert into events
  select gen_random_uuid(), user_id, sequence_number, session_id, at, '8.8.8.8', 'Berlin', 'Berlin', '10115',
         'Chrome', 'Email', uri, event_type
    from visit, (values ${pages}) as page (sequence_number, event_type, uri);`;

export const copyOf = (table: string, key: string): string => `
  alter table ${table} drop constraint ${table}_pkey;
  insert into ${table} select * from ${table} order by ${key} limit 1;`;

export const sameKey = (table: string, rows = 'true'): string => `
  alter table ${table} drop constraint ${table}_pkey;
  update ${table} set id = (select min(id::text)::uuid from ${table} where ${rows})
   where id = (select max(id::text)::uuid from ${table} where ${rows});`;

/** Makes a piece one of another product. */
export const becomes = (product: string): string => `
  set product_id = p.id, cost = p.cost, product_category = p.category, product_name = p.name,
      product_brand = p.brand, product_retail_price = p.retail_price, product_department = p.department,
      product_sku = p.sku, product_distribution_center_id = p.distribution_center_id
 from products p where p.id = ${product}`;
