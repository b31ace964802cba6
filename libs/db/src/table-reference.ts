import { TableNode, type Kysely } from 'kysely';
import { escapeIdentifier } from 'pg';
import type { Database } from './database.js';
import type { TableName } from './tables.js';

/** Where a table is. */
export interface TableReference {
  /** Undefined when the `search_path` decides. */
  schema: string | undefined;
  name: string;
  /** Quoted, ready for a statement: `"ecommerce"."users"`. */
  sql: string;
}

/** Asked for with every shopper that is written, and always the same. */
const known = new WeakMap<Kysely<Database>, Map<TableName, TableReference>>();

/**
 * Where this Kysely finds a table: asked of its own plugins, so that `db.withSchema('shop')` counts here too.
 *
 * @example
 * tableReference(db.withSchema('shop'), 'users').sql; // '"shop"."users"'
 */
export function tableReference(db: Kysely<Database>, table: TableName): TableReference {
  const references = known.get(db) ?? new Map<TableName, TableReference>();
  known.set(db, references);
  const reference = references.get(table) ?? findTable(db, table);
  references.set(table, reference);
  return reference;
}

function findTable(db: Kysely<Database>, table: TableName): TableReference {
  const node = db.selectFrom(table).toOperationNode().from?.froms[0];
  if (!node || !TableNode.is(node))
    throw new TypeError(`a plugin has turned table ${table} into something else`);
  const { schema, identifier } = node.table;
  const parts = schema ? [schema.name, identifier.name] : [identifier.name];
  return { schema: schema?.name, name: identifier.name, sql: parts.map(escapeIdentifier).join('.') };
}
