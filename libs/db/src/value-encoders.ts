import type { SqlType } from './tables.js';
import { encodeTimestamp } from './timestamp-encoder.js';

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

const decimal = /^-?\d+(\.\d+)?$/;
function encodeText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (!special.test(value)) return value;
  return unstorable.test(value) ? undefined : value.replace(escaped, (character) => escapes[character] ?? '');
}

const HEX_DIGIT = 1;
const HYPHEN = 2;
const characterKinds = new Uint8Array(2 ** 16);
for (const digit of '0123456789abcdefABCDEF') characterKinds[digit.charCodeAt(0)] = HEX_DIGIT;
characterKinds['-'.charCodeAt(0)] = HYPHEN;
const uuidPattern = Uint8Array.from({ length: 36 }, (_, place) =>
  [8, 13, 18, 23].includes(place) ? HYPHEN : HEX_DIGIT,
);

/** What a regular expression would say in twice the time: every other field is a UUID. */
function isUuid(value: string): boolean {
  if (value.length !== uuidPattern.length) return false;
  for (let place = 0; place < uuidPattern.length; place += 1) {
    if (characterKinds[value.charCodeAt(place)] !== uuidPattern[place]) return false;
  }
  return true;
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
    encode: (value) => (typeof value === 'string' && isUuid(value) ? value : undefined),
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
