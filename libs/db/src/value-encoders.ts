import type { SqlType } from './tables.js';

/** How values of a SQL type are written in COPY's text format. */
export interface ValueEncoder {
  /** The field's text; undefined when the value does not fit. Null is not its business. */
  readonly encode: (value: unknown) => string | undefined;
  /** What fits, in words for an error message. */
  readonly allowed: string;
}

/** What has to be escaped, and what PostgreSQL (NUL) or UTF-8 (half of a surrogate pair) cannot hold. */
const special = /[\\\t\n\r\0\uD800-\uDFFF]/;
const escaped = /[\\\t\n\r]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const unstorable = /\0|\p{Surrogate}/u;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const decimal = /^-?\d+(\.\d+)?$/;
const moment = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;

/** Years outside 1 to 9999 are written differently by JavaScript and by PostgreSQL. */
const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

function encodeText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (!special.test(value)) return value;
  return unstorable.test(value) ? undefined : value.replace(escaped, (character) => escapes[character] ?? '');
}

function encodeTimestamp(value: unknown): string | undefined {
  if (value instanceof Date) {
    const time = value.getTime();
    return time >= FIRST_MOMENT && time <= LAST_MOMENT ? value.toISOString() : undefined;
  }
  return typeof value === 'string' && moment.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

function encodeNumeric(value: unknown): string | undefined {
  if (typeof value === 'string') return decimal.test(value) ? value : undefined;
  return Number.isFinite(value) ? String(value) : undefined;
}

function integer(bits: number): ValueEncoder {
  const limit = 2 ** (bits - 1);
  return {
    encode: (value) =>
      Number.isInteger(value) && Number(value) >= -limit && Number(value) < limit ? String(value) : undefined,
    allowed: `a whole number from ${-limit} to ${limit - 1}`,
  };
}

/** The encoder of each SQL type. What is not listed under `allowed` is refused, never converted. */
export const valueEncoders: Readonly<Record<SqlType, ValueEncoder>> = {
  text: { encode: encodeText, allowed: 'a string without NUL and without halves of surrogate pairs' },
  uuid: {
    encode: (value) => (typeof value === 'string' && uuid.test(value) ? value : undefined),
    allowed: 'a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057',
  },
  smallint: integer(16),
  integer: integer(32),
  numeric: { encode: encodeNumeric, allowed: "a finite number or a decimal string such as '19.99'" },
  'double precision': {
    encode: (value) => (Number.isFinite(value) ? (Object.is(value, -0) ? '-0' : String(value)) : undefined),
    allowed: 'a finite number',
  },
  timestamptz: {
    encode: encodeTimestamp,
    allowed: "a valid Date or a string such as '2026-01-31T12:00:00.000Z', of the years 1 to 9999",
  },
};
