import { CopyBuffer } from './copy-buffer.js';
import { BadRowError } from './errors.js';
import type { CopyMemory } from './field-buffer.js';
import type { SqlType } from './tables.js';
import { FIRST_MOMENT, LAST_MOMENT } from './timestamp-encoder.js';

/** The types of the shop's columns, and of what is kept beside it. */
type WrittenType = SqlType | 'bigint' | 'jsonb';
export type WrittenColumn = readonly [name: string, definition: { type: WrittenType; nullable: boolean }];

/** What fits a column, in words for an error message. What is not listed is refused, never converted. */
const allowed: Readonly<Record<WrittenType, string>> = {
  text: 'a string without NUL and without halves of surrogate pairs',
  uuid: 'a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057',
  smallint: 'a whole number from -32768 to 32767',
  integer: 'a whole number from -2147483648 to 2147483647',
  bigint: 'a whole number from -(2^53 - 1) to 2^53 - 1',
  jsonb: 'what JSON can say, without NUL and without halves of surrogate pairs',
  numeric: 'a finite number',
  'double precision': 'a finite number',
  timestamptz: 'a valid Date of the years 1 to 9999',
};

/** Equal to no value, itself included. */
const NOTHING = Number.NaN;

/**
 * Writes the rows of a table field by field, in the order of the columns: one method for each SQL type. What a row
 * repeats of the row before is found by comparing values, and then copied as bytes instead of being encoded again:
 * half of the fields of web events and stock are such.
 *
 * Every method takes null for a column that is nullable.
 *
 * @throws {BadRowError} from the method that gets a value that does not fit; the row is forgotten.
 */
export class RowWriter {
  readonly #table: string;
  readonly #columns: readonly WrittenColumn[];
  readonly #buffer: CopyBuffer;
  /** The values of the row before, and where its fields begin in the buffer. */
  readonly #values: unknown[];
  readonly #fields: number[];
  /** The column that is next, and the first one of those just before it that repeat the last row; -1: none does. */
  #column = 0;
  #run = -1;
  #rows = 0;

  /** @param memory to make the first rows in; see `FieldBuffer` */
  constructor(table: string, columns: readonly WrittenColumn[], memory?: CopyMemory) {
    this.#buffer = new CopyBuffer(memory);
    this.#table = table;
    this.#columns = columns;
    this.#values = this.#columns.map(() => NOTHING);
    this.#fields = this.#columns.map(() => 0);
  }

  begin(): void {
    this.#buffer.beginRow(this.#columns.length);
    this.#column = 0;
  }

  end(): void {
    this.#endRun();
    this.#fields[this.#column] = this.#buffer.length;
    this.#buffer.endRow();
    this.#rows += 1;
  }

  /** The rows since the last time, in COPY's binary format; see {@link CopyBuffer.take}. */
  take(memory?: CopyMemory): { rows: number; data: Uint8Array<CopyMemory> } {
    const rows = this.#rows;
    this.#rows = 0;
    this.#values.fill(NOTHING);
    return { rows, data: this.#buffer.take(memory) };
  }

  /** A UUID that no row repeats. */
  key(value: string): void {
    this.#begin();
    if (typeof value !== 'string' || !this.#buffer.uuid(value)) this.#refuse(value);
  }

  uuid(value: string | null): void {
    if (this.#repeats(value)) return;
    if (typeof value !== 'string' || !this.#buffer.uuid(value)) this.#nullOrRefuse(value);
  }

  text(value: string | null): void {
    if (this.#repeats(value)) return;
    if (typeof value !== 'string' || !this.#buffer.text(value)) this.#nullOrRefuse(value);
  }

  smallint(value: number | null): void {
    if (this.#repeats(value)) return;
    if (isWhole(value, 2 ** 15)) this.#buffer.int16(value);
    else this.#nullOrRefuse(value);
  }

  integer(value: number | null): void {
    if (this.#repeats(value)) return;
    if (isWhole(value, 2 ** 31)) this.#buffer.int32(value);
    else this.#nullOrRefuse(value);
  }

  bigint(value: number | null): void {
    if (this.#repeats(value)) return;
    if (Number.isSafeInteger(value)) this.#buffer.int64(value as number);
    else this.#nullOrRefuse(value);
  }

  /** Compared with nothing: an object may have been changed. */
  json(value: unknown): void {
    this.#begin();
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined || !this.#buffer.jsonb(text)) this.#refuse(value);
  }

  numeric(value: number | null): void {
    if (this.#repeats(value)) return;
    if (isFinite(value)) this.#buffer.numeric(value);
    else this.#nullOrRefuse(value);
  }

  /** Compared with nothing: 0 and -0 are equal, but not the same. */
  double(value: number | null): void {
    this.#begin();
    if (isFinite(value)) this.#buffer.float64(value);
    else this.#nullOrRefuse(value);
  }

  /** Compared with nothing: a `Date` may have been set anew. */
  timestamp(value: Date | null): void {
    this.#begin();
    const time = value instanceof Date ? value.getTime() : NOTHING;
    if (time >= FIRST_MOMENT && time <= LAST_MOMENT) this.#buffer.timestamp(time);
    else this.#nullOrRefuse(value);
  }

  /** Whether the row before had the same value; if it had not, the field begins here. */
  #repeats(value: unknown): boolean {
    const column = this.#column;
    if (value === this.#values[column]) {
      if (this.#run < 0) this.#run = column;
      this.#column = column + 1;
      return true;
    }
    this.#begin();
    this.#values[column] = value;
    return false;
  }

  #begin(): void {
    this.#endRun();
    this.#fields[this.#column] = this.#buffer.length;
    this.#column += 1;
  }

  #endRun(): void {
    if (this.#run < 0) return;
    this.#buffer.copyFields(this.#fields, this.#run, this.#column);
    this.#run = -1;
  }

  #nullOrRefuse(value: unknown): void {
    if (value === null && this.#columns[this.#column - 1]?.[1].nullable) this.#buffer.null();
    else this.#refuse(value);
  }

  #refuse(value: unknown): never {
    const [name, { type, nullable }] = this.#columns[this.#column - 1]!;
    this.#buffer.undoRow();
    this.#values.fill(NOTHING);
    const fitting = nullable ? `${allowed[type]}, or null` : allowed[type];
    throw new BadRowError(this.#table, name, this.#rows + 1, value, fitting);
  }
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function isWhole(value: unknown, limit: number): value is number {
  return Number.isInteger(value) && Number(value) >= -limit && Number(value) < limit;
}
