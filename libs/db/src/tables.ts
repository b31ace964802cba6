import type { GeneratedTable, TableRows } from '@thelook/models';

/** The SQL types that the tables are made of. */
export type SqlType =
  'uuid' | 'text' | 'smallint' | 'integer' | 'numeric' | 'double precision' | 'timestamptz';

export type TableName = keyof TableRows;

export interface ColumnDefinition {
  readonly type: SqlType;
  readonly nullable: boolean;
}

type SqlTypeOf<Value> = Value extends string
  ? 'uuid' | 'text'
  : Value extends number
    ? 'smallint' | 'integer' | 'numeric' | 'double precision'
    : Value extends Date
      ? 'timestamptz'
      : never;

export interface IndexDefinition<Column extends string = string> {
  readonly columns: readonly Column[];
  /** A condition, for an index of some of the rows. */
  readonly where?: string;
}

interface DefinitionOf<Row> {
  readonly primaryKey: keyof Row;
  readonly columns: {
    readonly [Column in keyof Row]-?: {
      readonly type: SqlTypeOf<NonNullable<Row[Column]>>;
      readonly nullable: null extends Row[Column] ? true : false;
    };
  };
  /** Per cent of a page that new rows fill; the rest is for those that change. Default: 100. */
  readonly fillfactor?: number;
  /** The further indexes. */
  readonly indexes: readonly IndexDefinition<keyof Row & string>[];
}

const column = <const Type extends SqlType>(type: Type) => ({ type, nullable: false }) as const;
const optional = <const Type extends SqlType>(type: Type) => ({ type, nullable: true }) as const;

/**
 * Every table: its columns in order, its primary key and its indexes. COPY, exported files, checks and the types of
 * {@link Database} are all made from this, it is checked against the row types of `@thelook/models`, and a test holds
 * that the migrations lead to it.
 *
 * There are no foreign keys. A row never precedes what it refers to because the generator writes in that order, in
 * one transaction; checking it again would cost a look-up per reference and row, and would forbid emptying or
 * replacing one table alone, which is what change-data-capture demonstrations do all day.
 *
 * Money is `numeric` without a precision: exact, and no digit of a price is rounded away.
 *
 * A new column goes to the end, together with a migration that adds it `if not exists`: where `bulkInsert` created
 * the table, it is there already.
 */
export const tables = {
  users: {
    primaryKey: 'id',
    columns: {
      id: column('uuid'),
      first_name: column('text'),
      last_name: column('text'),
      email: column('text'),
      age: column('smallint'),
      gender: column('text'),
      state: column('text'),
      street_address: column('text'),
      postal_code: column('text'),
      city: column('text'),
      country: column('text'),
      latitude: column('double precision'),
      longitude: column('double precision'),
      traffic_source: column('text'),
      created_at: column('timestamptz'),
      updated_at: optional('timestamptz'),
    },
    indexes: [],
  },
  orders: {
    primaryKey: 'order_id',
    fillfactor: 80,
    columns: {
      order_id: column('uuid'),
      user_id: column('uuid'),
      status: column('text'),
      gender: column('text'),
      created_at: column('timestamptz'),
      returned_at: optional('timestamptz'),
      shipped_at: optional('timestamptz'),
      delivered_at: optional('timestamptz'),
      num_of_item: column('smallint'),
      cancelled_at: optional('timestamptz'),
      updated_at: optional('timestamptz'),
    },
    indexes: [],
  },
  order_items: {
    primaryKey: 'id',
    fillfactor: 80,
    columns: {
      id: column('uuid'),
      order_id: column('uuid'),
      user_id: column('uuid'),
      product_id: column('integer'),
      inventory_item_id: column('uuid'),
      status: column('text'),
      created_at: column('timestamptz'),
      shipped_at: optional('timestamptz'),
      delivered_at: optional('timestamptz'),
      returned_at: optional('timestamptz'),
      sale_price: column('numeric'),
      cancelled_at: optional('timestamptz'),
      updated_at: optional('timestamptz'),
    },
    // For the window query. Not a covering one: the newest rows lie together at the end of the table, so fetching
    // them costs a few pages, whereas an index with three more UUIDs would be as large as the table.
    indexes: [{ columns: ['created_at'] }],
  },
  inventory_items: {
    primaryKey: 'id',
    columns: {
      id: column('uuid'),
      product_id: column('integer'),
      created_at: column('timestamptz'),
      sold_at: optional('timestamptz'),
      cost: column('numeric'),
      product_category: column('text'),
      product_name: optional('text'),
      product_brand: optional('text'),
      product_retail_price: column('numeric'),
      product_department: column('text'),
      product_sku: column('text'),
      product_distribution_center_id: column('integer'),
    },
    // The shelf: the pieces of a product that are in stock.
    indexes: [{ columns: ['product_id', 'id'], where: 'sold_at is null' }],
  },
  events: {
    primaryKey: 'id',
    columns: {
      id: column('uuid'),
      user_id: optional('uuid'),
      sequence_number: column('integer'),
      session_id: column('uuid'),
      created_at: column('timestamptz'),
      ip_address: column('text'),
      city: column('text'),
      state: column('text'),
      postal_code: column('text'),
      browser: column('text'),
      traffic_source: column('text'),
      uri: column('text'),
      event_type: column('text'),
    },
    indexes: [],
  },
  products: {
    primaryKey: 'id',
    columns: {
      id: column('integer'),
      cost: column('numeric'),
      category: column('text'),
      name: optional('text'),
      brand: optional('text'),
      retail_price: column('numeric'),
      department: column('text'),
      sku: column('text'),
      distribution_center_id: column('integer'),
    },
    indexes: [],
  },
  dist_centers: {
    primaryKey: 'id',
    columns: {
      id: column('integer'),
      name: column('text'),
      latitude: column('double precision'),
      longitude: column('double precision'),
    },
    indexes: [],
  },
} as const satisfies { [Table in TableName]: DefinitionOf<TableRows[Table]> };

/** Every table, as the design lists them. */
export const tableNames = Object.keys(tables) as TableName[];

/**
 * The tables that are generated, in an order in which a row never precedes what it refers to.
 *
 * @example
 * for (const table of generatedTables) await db.deleteFrom(table).execute();
 */
export const generatedTables = [
  'users',
  'inventory_items',
  'orders',
  'order_items',
  'events',
] as const satisfies readonly GeneratedTable[];

export type Column = readonly [name: string, definition: ColumnDefinition];

/**
 * The columns of a table with their definitions, in order: what COPY, files, checks and types are made of.
 *
 * @example
 * columnsOf('dist_centers')[0]; // ['id', { type: 'integer', nullable: false }]
 */
export function columnsOf(table: TableName): readonly Column[] {
  return Object.entries(tables[table].columns);
}

/** The names of a table's columns, in order: plain lower-case words, so that they need no quotes in a statement. */
export function columnNames(table: TableName): string[] {
  return Object.keys(tables[table].columns);
}
