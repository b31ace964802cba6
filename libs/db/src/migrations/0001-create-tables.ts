import { sql, type Kysely, type Migration } from 'kysely';
import { tableReference } from '../table-reference.js';
import type { Database } from '../database.js';

/**
 * The tables as the first release had them. Frozen, as every migration is once it is released: what the tables are
 * like today is in `tables.ts`, and a test holds that the migrations lead there.
 */
const definitions = {
  users: `
    id uuid not null, first_name text not null, last_name text not null, email text not null, age smallint not null,
    gender text not null, state text not null, street_address text not null, postal_code text not null,
    city text not null, country text not null, latitude double precision not null,
    longitude double precision not null, traffic_source text not null, created_at timestamptz not null,
    primary key (id)`,
  orders: `
    order_id uuid not null, user_id uuid not null, status text not null, gender text not null,
    created_at timestamptz not null, returned_at timestamptz, shipped_at timestamptz, delivered_at timestamptz,
    num_of_item smallint not null,
    primary key (order_id)`,
  order_items: `
    id uuid not null, order_id uuid not null, user_id uuid not null, product_id integer not null,
    inventory_item_id uuid not null, status text not null, created_at timestamptz not null, shipped_at timestamptz,
    delivered_at timestamptz, returned_at timestamptz, sale_price numeric not null,
    primary key (id)`,
  inventory_items: `
    id uuid not null, product_id integer not null, created_at timestamptz not null, sold_at timestamptz,
    cost numeric not null, product_category text not null, product_name text, product_brand text,
    product_retail_price numeric not null, product_department text not null, product_sku text not null,
    product_distribution_center_id integer not null,
    primary key (id)`,
  events: `
    id uuid not null, user_id uuid, sequence_number integer not null, session_id uuid not null,
    created_at timestamptz not null, ip_address text not null, city text not null, state text not null,
    postal_code text not null, browser text not null, traffic_source text not null, uri text not null,
    event_type text not null,
    primary key (id)`,
  products: `
    id integer not null, cost numeric not null, category text not null, name text, brand text,
    retail_price numeric not null, department text not null, sku text not null,
    distribution_center_id integer not null,
    primary key (id)`,
  dist_centers: `
    id integer not null, name text not null, latitude double precision not null, longitude double precision not null,
    primary key (id)`,
} as const;

/** Creates the tables that `bulkInsert` has not created before. */
export const createTables: Migration = {
  async up(db: Kysely<Database>): Promise<void> {
    for (const [table, definition] of Object.entries(definitions)) {
      const target = tableReference(db, table as keyof typeof definitions).sql;
      await sql.raw(`create table if not exists ${target} (${definition})`).execute(db);
    }
    const items = tableReference(db, 'order_items').sql;
    await sql
      .raw(`create index if not exists order_items_created_at_idx on ${items} (created_at)`)
      .execute(db);
  },
};
