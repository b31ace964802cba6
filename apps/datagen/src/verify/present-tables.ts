import { columnsOf, type Database, type SqlType, type TableName } from '@thelook/db';
import { bookkeepingSchema } from '@thelook/db/internal';
import { sql, type Kysely } from 'kysely';
import { escapeIdentifier } from 'pg';
import type { ColumnsRead, ReadTable } from './check.js';

/** A table of the shop that is there, under whichever name, with the SQL type of each column. */
interface PresentTable {
  /** Quoted, with the schema. */
  reference: string;
  types: ReadonlyMap<string, string>;
}

/** The tables of a shop that are there, and the agenda beside them. */
export type PresentTables = ReadonlyMap<ReadTable, PresentTable>;

/** The names that other copies of the dataset have for a table. */
const nameOf = new Map<string, TableName>([
  ['users', 'users'],
  ['orders', 'orders'],
  ['order_items', 'order_items'],
  ['inventory_items', 'inventory_items'],
  ['events', 'events'],
  ['products', 'products'],
  ['distribution_centers', 'dist_centers'],
  ['dist_centers', 'dist_centers'],
]);

/** Looks up which tables of the shop a schema has, and whether there is an agenda beside them. */
export async function findTables(db: Kysely<Database>, schema: string): Promise<PresentTables> {
  const beside = bookkeepingSchema(schema);
  const { rows } = await sql<{ schema: string; table: string; columns: Record<string, string> }>`
    select n.nspname as schema, c.relname as table, json_object_agg(a.attname, format_type(a.atttypid, null)) as columns
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where (n.nspname = ${schema} or (n.nspname = ${beside} and c.relname = 'agenda'))
       and c.relkind in ('r', 'p', 'v', 'm', 'f')
     group by n.nspname, c.relname
     order by c.relname desc`.execute(db);
  const found = new Map<ReadTable, PresentTable>();
  for (const { schema: place, table, columns } of rows) {
    const name = place === schema ? nameOf.get(table) : 'agenda';
    if (!name) continue;
    const reference = `${escapeIdentifier(place)}.${escapeIdentifier(table)}`;
    found.set(name, { reference, types: new Map(Object.entries(columns)) });
  }
  return found;
}

/** What a check reads and is not there, such as `orders.gender`; empty when it can run. */
export function missingFrom(present: PresentTables, reads: ColumnsRead): string[] {
  return entriesOf(reads).flatMap(([table, columns]) => {
    const types = present.get(table)?.types;
    if (!types) return [table];
    return columns.filter((column) => !types.has(column)).map((column) => `${table}.${column}`);
  });
}

/**
 * The tables that a check reads as a `with` clause, with the types that it counts on: moments are `timestamptz`,
 * numbers numbers, and ids of one kind have one type, whatever they are in the tables. For tables made by datagen
 * this changes nothing, and PostgreSQL sees through it.
 */
export function withTables(present: PresentTables, reads: ColumnsRead): string {
  const idTypes = { row: new Set<string>(), catalogue: new Set<string>() };
  for (const [table, columns] of entriesOf(reads)) {
    for (const column of columns) {
      const kind = idKind(table, column);
      const type = present.get(table)?.types.get(column);
      if (kind && type) idTypes[kind].add(type);
    }
  }
  const expression = (table: ReadTable, column: string): string => {
    const type = present.get(table)?.types.get(column) ?? '';
    const kind = idKind(table, column);
    if (kind) return idTypes[kind].size > 1 ? `${column}::text as ${column}` : column;
    return typed(table, column, type);
  };
  const clauses = entriesOf(reads).map(([table, columns]) => {
    const list = columns.map((column) => expression(table, column)).join(', ');
    return `${table} as not materialized (select ${list} from ${present.get(table)?.reference})`;
  });
  return `with ${clauses.join(',\n')}`;
}

const numbers = new Set<SqlType>(['smallint', 'integer', 'numeric', 'double precision']);
const textTypes = new Set(['text', 'character varying', 'character']);

function typed(table: ReadTable, column: string, type: string): string {
  const value = textTypes.has(type) ? `nullif(${column}, '')` : column;
  const wanted = typeOf(table, column);
  if (wanted === undefined) return column;
  if (wanted === 'timestamptz')
    return type === 'timestamp with time zone' ? column : cast(value, 'timestamptz');
  if (numbers.has(wanted)) return textTypes.has(type) ? cast(value, 'numeric') : column;
  return textTypes.has(type) ? column : cast(column, 'text');

  function cast(from: string, to: string): string {
    return `${from}::${to} as ${column}`;
  }
}

/** Ids of products and centres are of one kind, those of the rows that shoppers make of another. */
function idKind(table: ReadTable, column: string): 'row' | 'catalogue' | undefined {
  const type = typeOf(table, column);
  if (type === 'uuid') return 'row';
  return type === 'integer' && /(^|_)id$/.test(column) ? 'catalogue' : undefined;
}

/** The type that the column has in the shop's tables as datagen makes them. */
function typeOf(table: ReadTable, column: string): SqlType | undefined {
  if (table === 'agenda') return undefined;
  return columnsOf(table).find(([name]) => name === column)?.[1].type;
}

function entriesOf(reads: ColumnsRead): [ReadTable, readonly string[]][] {
  return Object.entries(reads) as [ReadTable, readonly string[]][];
}
