import { sql, type RawBuilder } from 'kysely';

/**
 * The smallest id whose time is this one. The ids of a shop are UUIDs of version 7: the rows of one visit share their
 * first 48 bits, so that a span of time is a range of every primary key.
 *
 * @param millisecond since 1970
 * @example
 * firstIdAt(Date.UTC(2026, 0, 1)); // '019b76da-a800-0000-0000-000000000000'
 */
export function firstIdAt(millisecond: number): string {
  const digits = Math.max(0, Math.ceil(millisecond)).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

/** The time in an id, in milliseconds since 1970, as an expression. @param id of type uuid */
export function idTime(id: string): RawBuilder<number> {
  return sql.raw(`('x' || translate(left(${id}::text, 13), '-', ''))::bit(48)::bigint`);
}
