import type { CopyBuffer } from './copy-buffer.js';
import { decimalOf, type Decimal } from './decimal.js';
import type { SqlType } from './tables.js';
import { FIRST_MOMENT, LAST_MOMENT } from './timestamp-encoder.js';

/** How values of a SQL type are written in COPY's binary format. */
export interface BinaryField {
  /** False when the value does not fit. Null is not its business. */
  readonly write: (to: CopyBuffer, value: unknown) => boolean;
  /** What fits, in words for an error message. */
  readonly allowed: string;
}

/** Prices that are remembered, more than a catalogue has; with more, remembering starts again. */
const DECIMALS_KEPT = 65_536;
const decimals = new Map<number, Decimal>();

function knownDecimal(value: number): Decimal {
  const known = decimals.get(value);
  if (known) return known;
  if (decimals.size >= DECIMALS_KEPT) decimals.clear();
  const decimal = decimalOf(value);
  decimals.set(value, decimal);
  return decimal;
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function isWhole(value: unknown, bits: number): value is number {
  const limit = 2 ** (bits - 1);
  return Number.isInteger(value) && Number(value) >= -limit && Number(value) < limit;
}

/** The field of each SQL type. What is not listed under `allowed` is refused, never converted. */
export const binaryFields: Readonly<Record<SqlType, BinaryField>> = {
  text: {
    write: (to, value) => typeof value === 'string' && to.text(value),
    allowed: 'a string without NUL and without halves of surrogate pairs',
  },
  uuid: {
    write: (to, value) => typeof value === 'string' && to.uuid(value),
    allowed: 'a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057',
  },
  smallint: {
    write: (to, value) => isWhole(value, 16) && to.int16(value),
    allowed: 'a whole number from -32768 to 32767',
  },
  integer: {
    write: (to, value) => isWhole(value, 32) && to.int32(value),
    allowed: 'a whole number from -2147483648 to 2147483647',
  },
  numeric: {
    write: (to, value) => {
      if (!isFinite(value)) return false;
      const { digits, weight, isNegative, scale } = knownDecimal(value);
      return to.numeric(digits, weight, isNegative, scale);
    },
    allowed: 'a finite number',
  },
  'double precision': {
    write: (to, value) => isFinite(value) && to.float64(value),
    allowed: 'a finite number',
  },
  timestamptz: {
    write: (to, value) => {
      if (!(value instanceof Date)) return false;
      const time = value.getTime();
      return time >= FIRST_MOMENT && time <= LAST_MOMENT && to.timestamp(time);
    },
    allowed: 'a valid Date of the years 1 to 9999',
  },
};
