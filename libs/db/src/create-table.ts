import { sql, type Kysely } from 'kysely';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Database } from './database.js';
import { SchemaRightError } from './errors.js';
import type { TableReference } from './table-reference.js';
import { columnsOf, tables, type IndexDefinition, type TableName } from './tables.js';

/**
 * One key for whoever creates schemas, tables or publications: `create ... if not exists` alone fails in one of two
 * sessions that start at the same moment. Advisory locks are per database, and so is the publication.
 */
export const CREATION_LOCK = '8390327119624001';

/**
 * The statements that create a table with its indexes, and its schema when that is missing. To be run in one
 * transaction, to whose end other creators wait.
 *
 * @param strict fail with `42P07` when the table exists, rather than leave it as it is.
 */
export function createTableStatements(table: TableName, target: TableReference, strict = false): string[] {
  const { primaryKey, fillfactor }: { primaryKey: string; fillfactor?: number } = tables[table];
  const storage = fillfactor === undefined ? '' : ` with (fillfactor = ${fillfactor})`;
  const columns = columnsOf(table).map(
    ([name, { type, nullable }]) => `${name} ${type}${nullable ? '' : ' not null'}`,
  );
  columns.push(`primary key (${primaryKey})`);
  return [
    createSchemaStatement(target.schema),
    `create table ${strict ? '' : 'if not exists '}${target.sql} (${columns.join(', ')})${storage}`,
    ...createIndexStatements(table, target),
  ];
}

/**
 * The statements that create those of a table's indexes that are missing; the primary key's is not among them. A look
 * comes first because `create index if not exists` asks for the table's owner even if there is nothing to create.
 */
export function createIndexStatements(table: TableName, target: TableReference): string[] {
  return indexesOf(table).map(({ columns, where }) => {
    const name = indexName(columns, target);
    const rows = where === undefined ? '' : ` where ${where}`;
    const create = `create index if not exists ${escapeIdentifier(name)} on ${target.sql} (${columns.join(', ')})${rows}`;
    const existing = escapeLiteral(inSchemaOf(target, name));
    return `do ${escapeLiteral(`begin if to_regclass(${existing}) is null then ${create}; end if; end`)}`;
  });
}

/**
 * The statements that drop a table's indexes, apart from the primary key's. They stay where the table is somebody
 * else's: to do without them is faster, and no more.
 */
export function dropIndexStatements(table: TableName, target: TableReference): string[] {
  return indexesOf(table).map(({ columns }) => {
    const drop = `drop index if exists ${inSchemaOf(target, indexName(columns, target))}`;
    return `do ${escapeLiteral(`begin ${drop}; exception when insufficient_privilege then null; end`)}`;
  });
}

function inSchemaOf({ schema }: TableReference, name: string): string {
  return (schema === undefined ? [name] : [schema, name]).map(escapeIdentifier).join('.');
}

function indexesOf(table: TableName): readonly IndexDefinition[] {
  return tables[table].indexes;
}

function indexName(columns: readonly string[], target: TableReference): string {
  return `${target.name}_${columns.join('_')}_idx`;
}

/**
 * Waits for other creators, then creates the schema when it is missing. A look comes first because `create schema
 * if not exists` asks for the right to create one even if there is nothing to create.
 */
export function createSchemaStatement(schema: string | undefined): string {
  const create =
    schema === undefined
      ? ''
      : `if not exists (select from pg_namespace where nspname = ${escapeLiteral(schema)}) then
           create schema ${escapeIdentifier(schema)};
         end if;`;
  return `do ${escapeLiteral(`begin perform pg_advisory_xact_lock(${CREATION_LOCK}); ${create} end`)}`;
}

/**
 * Creates a schema that is missing; to be run in a transaction.
 *
 * @throws {SchemaRightError} when the role may not
 */
export async function createSchema(db: Kysely<Database>, schema: string): Promise<void> {
  const { rows } = await sql<{ role: string; database: string; allowed: boolean }>`
    select current_user as role, current_database() as database,
      has_database_privilege(current_database(), 'create')
      or exists (select from pg_namespace where nspname = ${schema}) as allowed`.execute(db);
  const [found] = rows;
  if (found && !found.allowed) throw new SchemaRightError(schema, found.role, found.database);
  await sql.raw(createSchemaStatement(schema)).execute(db);
}
