import { escapeLiteral } from 'pg';
import { BadRowError } from '../errors.js';
import {
  columnNames,
  columnsOf,
  tableNames,
  type ColumnDefinition,
  type SqlType,
  type TableName,
} from '../tables.js';
import { valueEncoders } from '../value-encoders.js';

const definitions = new Map<TableName, ReadonlyMap<string, ColumnDefinition>>(
  tableNames.map((table) => [table, new Map(columnsOf(table))]),
);

/** What PostgreSQL (NUL) or UTF-8 (half of a surrogate pair) cannot hold. */
const unstorable = /\0|\p{Surrogate}/u;
const numbers = new Set<SqlType>(['smallint', 'integer', 'numeric', 'double precision']);

/**
 * A value of a column as it stands in a statement.
 *
 * @param number of the step that it belongs to, from 1, for the error
 * @throws {BadRowError} for a column that the table does not have, and for a value that does not fit it
 * @example
 * sqlLiteral('users', 'city', "L'Aquila", 1); // "'L''Aquila'"
 */
export function sqlLiteral(table: TableName, column: string, value: unknown, number: number): string {
  const definition = definitions.get(table)?.get(column);
  if (!definition) {
    const known = columnNames(table).join(', ');
    throw new BadRowError(table, column, number, value, `only columns of ${table}: ${known}`);
  }
  const { type, nullable } = definition;
  if (value === null && nullable) return 'null';
  const literal = type === 'text' ? textLiteral(value) : plainLiteral(type, value);
  if (literal !== undefined) return literal;
  const { allowed } = valueEncoders[type];
  throw new BadRowError(table, column, number, value, nullable ? `${allowed}, or null` : allowed);
}

function textLiteral(value: unknown): string | undefined {
  return typeof value === 'string' && !unstorable.test(value) ? escapeLiteral(value) : undefined;
}

/** Digits, moments and UUIDs: nothing in them could end a literal. */
function plainLiteral(type: SqlType, value: unknown): string | undefined {
  const text = valueEncoders[type].encode(value);
  if (text === undefined) return undefined;
  return numbers.has(type) && !text.startsWith('-') ? text : `'${text}'`;
}
