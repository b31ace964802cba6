import type { JsonBytes } from './json-bytes.js';

/** How numbers of exact decimals are shown: as text, which keeps every digit, or as JSON numbers. */
export const DECIMAL_MODES = ['string', 'double'] as const;
export type DecimalMode = (typeof DECIMAL_MODES)[number];

/** Writes a value, whose text as PostgreSQL has it lies in `bytes`, as JSON. */
export type WriteValue = (out: JsonBytes, bytes: Buffer, start: number, length: number) => void;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const [ZERO, NINE, MINUS, SPACE] = [0x30, 0x39, 0x2d, 0x20];
const DAY = 86_400_000;

const text: WriteValue = (out, bytes, start, length) => out.string(bytes, start, length);

/** Numbers are spelt alike in both; NaN and the infinite ones are no JSON, and go as text. */
const number: WriteValue = (out, bytes, start, length) => {
  const first = bytes[start]!;
  const second = length > 1 ? bytes[start + 1]! : ZERO;
  const isFinite = (first >= ZERO && first <= NINE) || (first === MINUS && second >= ZERO && second <= NINE);
  if (isFinite) out.raw(bytes, start, length);
  else out.string(bytes, start, length);
};

const boolean: WriteValue = (out, bytes, start) => out.copy(bytes[start] === 0x74 ? TRUE : FALSE);

/** `2026-01-31 12:34:56.789012+00` as `2026-01-31T12:34:56.789012Z`: Debezium's ZonedTimestamp. */
const zonedTimestamp: WriteValue = (out, bytes, start, length) => {
  if (bytes[start + 10] !== SPACE || bytes[start + length - 3] !== 0x2b) {
    return writeText(out, zonedOf(bytes.toString('latin1', start, start + length)));
  }
  out.byte(0x22);
  out.raw(bytes, start, 10);
  out.byte(0x54);
  out.raw(bytes, start + 11, length - 14);
  out.byte(0x5a);
  out.byte(0x22);
};

/** Years beyond 9999, and before Christ; `infinity` stays as it is. */
function zonedOf(value: string): string {
  const [, year = '', rest = '', time = '', era = ''] =
    /^(\d+)(-\d\d-\d\d) ([\d:.]+)\+00( BC)?$/.exec(value) ?? [];
  if (year === '') return value;
  const full = era === '' ? year : String(Number(year) - 1).padStart(4, '0');
  const sign = era === '' ? (year.length > 4 ? '+' : '') : full === '0000' ? '' : '-';
  return `${sign}${full}${rest}T${time}Z`;
}

const date: WriteValue = (out, bytes, start, length) => {
  const days = Date.parse(`${bytes.toString('latin1', start, start + length)}T00:00:00Z`) / DAY;
  writeWhole(out, days, bytes, start, length);
};

/** Debezium's MicroTimestamp. */
const timestamp: WriteValue = (out, bytes, start, length) => {
  const [, moment = '', fraction = ''] =
    /^([^.]*)(?:\.(\d+))?$/.exec(bytes.toString('latin1', start, start + length)) ?? [];
  const seconds = Date.parse(`${moment.replace(' ', 'T')}Z`) * 1_000;
  writeWhole(out, seconds + Number(fraction.padEnd(6, '0')), bytes, start, length);
};

/** Debezium's MicroTime. */
const time: WriteValue = (out, bytes, start, length) => {
  const [hours, minutes, seconds] = bytes
    .toString('latin1', start, start + length)
    .split(':')
    .map(Number);
  writeWhole(out, Math.round((hours! * 3_600 + minutes! * 60 + seconds!) * 1e6), bytes, start, length);
};

const bytea: WriteValue = (out, bytes, start, length) =>
  writeText(out, Buffer.from(bytes.toString('latin1', start + 2, start + length), 'hex').toString('base64'));

function writeWhole(out: JsonBytes, value: number, bytes: Buffer, start: number, length: number): void {
  // What lies beyond JavaScript's calendar, and infinity, goes as PostgreSQL writes it.
  if (Number.isNaN(value)) return out.string(bytes, start, length);
  out.copy(Buffer.from(String(value)));
}

function writeText(out: JsonBytes, value: string): void {
  const bytes = Buffer.from(value);
  out.string(bytes, 0, bytes.length);
}

/** By the OID of the type, as in PostgreSQL's `pg_type.dat`; everything else is text. */
const writers: Readonly<Record<number, WriteValue>> = {
  16: boolean,
  17: bytea,
  20: number,
  21: number,
  23: number,
  26: number,
  700: number,
  701: number,
  1082: date,
  1083: time,
  1114: timestamp,
  1184: zonedTimestamp,
};

const NUMERIC = 1700;

/** How values of a type are written, as Debezium's connector for PostgreSQL maps them. */
export function writerOf(type: number, decimals: DecimalMode): WriteValue {
  if (type === NUMERIC) return decimals === 'double' ? number : text;
  return writers[type] ?? text;
}
