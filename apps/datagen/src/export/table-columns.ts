import type { TableRows } from '@thelook/models';

/** What the values of a column are, in every row. */
export type ColumnType = 'uuid' | 'text' | 'integer' | 'money' | 'degrees' | 'moment';

/** A column of a file. A type that ends with `?` may be null. */
export type Column = readonly [name: string, type: ColumnType | `${ColumnType}?`];

type TypeOf<Value> = Value extends string
  ? 'uuid' | 'text'
  : Value extends number
    ? 'integer' | 'money' | 'degrees'
    : 'moment';

/** Every column of the row type, with a type that fits, null where the row may be. */
type ColumnsOf<Row> = {
  readonly [Name in keyof Row]-?: null extends Row[Name]
    ? `${TypeOf<NonNullable<Row[Name]>>}?`
    : TypeOf<Row[Name]>;
};

/** The columns of each file, in the order of the tables. */
const columns: { readonly [Table in keyof TableRows]: ColumnsOf<TableRows[Table]> } = {
  users: {
    id: 'uuid',
    first_name: 'text',
    last_name: 'text',
    email: 'text',
    age: 'integer',
    gender: 'text',
    state: 'text',
    street_address: 'text',
    postal_code: 'text',
    city: 'text',
    country: 'text',
    latitude: 'degrees',
    longitude: 'degrees',
    traffic_source: 'text',
    created_at: 'moment',
  },
  orders: {
    order_id: 'uuid',
    user_id: 'uuid',
    status: 'text',
    gender: 'text',
    created_at: 'moment',
    returned_at: 'moment?',
    shipped_at: 'moment?',
    delivered_at: 'moment?',
    num_of_item: 'integer',
  },
  order_items: {
    id: 'uuid',
    order_id: 'uuid',
    user_id: 'uuid',
    product_id: 'integer',
    inventory_item_id: 'uuid',
    status: 'text',
    created_at: 'moment',
    shipped_at: 'moment?',
    delivered_at: 'moment?',
    returned_at: 'moment?',
    sale_price: 'money',
  },
  inventory_items: {
    id: 'uuid',
    product_id: 'integer',
    created_at: 'moment',
    sold_at: 'moment?',
    cost: 'money',
    product_category: 'text',
    product_name: 'text?',
    product_brand: 'text?',
    product_retail_price: 'money',
    product_department: 'text',
    product_sku: 'text',
    product_distribution_center_id: 'integer',
  },
  events: {
    id: 'uuid',
    user_id: 'uuid?',
    sequence_number: 'integer',
    session_id: 'uuid',
    created_at: 'moment',
    ip_address: 'text',
    city: 'text',
    state: 'text',
    postal_code: 'text',
    browser: 'text',
    traffic_source: 'text',
    uri: 'text',
    event_type: 'text',
  },
  products: {
    id: 'integer',
    cost: 'money',
    category: 'text',
    name: 'text?',
    brand: 'text?',
    retail_price: 'money',
    department: 'text',
    sku: 'text',
    distribution_center_id: 'integer',
  },
  dist_centers: { id: 'integer', name: 'text', latitude: 'degrees', longitude: 'degrees' },
};

/** The columns of a table, in order. */
export function columnsOf(table: keyof TableRows): readonly Column[] {
  return Object.entries(columns[table]);
}
