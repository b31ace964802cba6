import { BadRowError } from './errors.js';
import { columnsOf, type TableName } from './tables.js';
import { valueEncoders } from './value-encoders.js';

/** Size of the pieces in which rows travel, in characters: large enough that the cost per piece does not show. */
const PIECE_LENGTH = 65_536;

/** Writes one row as a line of COPY's text format. `number` is the row's place among those handed in, from 1. */
export type RowEncoder = (row: unknown, number: number) => string;

const encoders = new Map<TableName, RowEncoder>();

/**
 * The encoder of a table, made once.
 *
 * A row has every column that is not nullable; a nullable one may be left out or null, but not undefined, which is
 * more often a slip than a wish.
 *
 * @example
 * rowEncoder('dist_centers')({ id: 1, name: 'Memphis', latitude: 35.1, longitude: -89.9 }, 1); // '1\tMemphis\t35.1\t-89.9\n'
 */
export function rowEncoder(table: TableName): RowEncoder {
  const known = encoders.get(table);
  if (known) return known;
  const encoder = compile(table);
  encoders.set(table, encoder);
  return encoder;
}

function compile(table: TableName): RowEncoder {
  const columns = columnsOf(table).map(([name, { type, nullable }]) => {
    const { encode, allowed } = valueEncoders[type];
    return { name, nullable, encode, allowed: nullable ? `${allowed}, or null` : allowed };
  });
  const names = new Set(columns.map(({ name }) => name));

  return (row, number) => {
    if (!isRecord(row)) throw new BadRowError(table, undefined, number, row, 'an object');
    let line = '';
    let present = 0;
    for (const { name, nullable, encode, allowed } of columns) {
      const value = row[name];
      let field: string | undefined;
      if (value === null || (value === undefined && !(name in row))) {
        if (nullable) field = '\\N';
      } else {
        field = encode(value);
      }
      if (field === undefined) throw new BadRowError(table, name, number, value, allowed);
      if (value !== undefined) present += 1;
      line += line === '' ? field : `\t${field}`;
    }
    // Counting is cheap, looking each key up is not: only a row with a surplus is looked at closely.
    if (Object.keys(row).length > present) refuseUnknownColumns(row, number);
    return `${line}\n`;
  };

  function refuseUnknownColumns(row: Record<string, unknown>, number: number): void {
    const unknown = Object.keys(row).find((key) => !names.has(key));
    if (unknown !== undefined) {
      throw new BadRowError(
        table,
        unknown,
        number,
        row[unknown],
        `only columns of ${table}: ${[...names].join(', ')}`,
      );
    }
  }
}

function isRecord(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}

/**
 * Encodes rows piece by piece, pulling from the source only as fast as the pieces are taken. Leaving early closes
 * the source.
 *
 * @throws {BadRowError} at the first row that does not fit; whatever the source throws.
 */
export async function* encodeRows(
  table: TableName,
  rows: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Buffer, void, undefined> {
  const piece = new Piece(rowEncoder(table));
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) if (piece.add(row)) yield piece.take();
  } else {
    for (const row of rows) if (piece.add(row)) yield piece.take();
  }
  const last = piece.take();
  if (last.length > 0) yield last;
}

/** The lines that have not been taken yet. */
class Piece {
  readonly #encode: RowEncoder;
  #rows = 0;
  #text = '';

  constructor(encode: RowEncoder) {
    this.#encode = encode;
  }

  /** True when it is time to take. */
  add(row: unknown): boolean {
    this.#text += this.#encode(row, ++this.#rows);
    return this.#text.length >= PIECE_LENGTH;
  }

  take(): Buffer {
    const piece = Buffer.from(this.#text);
    this.#text = '';
    return piece;
  }
}
