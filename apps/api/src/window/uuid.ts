/** A text that should be a UUID and is none. */
export class UuidError extends Error {
  readonly code = 'THELOOK_UUID';
  readonly allowed = 'a UUID';

  constructor(
    readonly field: string,
    readonly value: string,
  ) {
    super(`${field} is ${value.slice(0, 100)}; allowed: a UUID.`);
    this.name = 'UuidError';
  }
}

/** A UUID in four words of 32 bits. */
export type Key = Uint32Array;

const digits = new Int8Array(128).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  digits[digit.charCodeAt(0)] = value;
  digits[digit.toUpperCase().charCodeAt(0)] = value;
}
/** Where the digits of each word begin; words 1 and 2 have a dash inside, and before them. */
const DASH = 45;

/**
 * Reads a UUID in its usual form.
 *
 * @param into gets the four words.
 * @throws {UuidError} naming the field when the text is none.
 */
export function readUuid(text: string, into: Key, field: string): Key {
  if (
    text.length !== 36 ||
    text.charCodeAt(8) !== DASH ||
    text.charCodeAt(13) !== DASH ||
    text.charCodeAt(18) !== DASH ||
    text.charCodeAt(23) !== DASH
  ) {
    throw new UuidError(field, text);
  }
  const first = (readDigits(text, 0) << 16) | readDigits(text, 4);
  const second = (readDigits(text, 9) << 16) | readDigits(text, 14);
  const third = (readDigits(text, 19) << 16) | readDigits(text, 24);
  const fourth = (readDigits(text, 28) << 16) | readDigits(text, 32);
  if (wrong !== 0) {
    wrong = 0;
    throw new UuidError(field, text);
  }
  into[0] = first;
  into[1] = second;
  into[2] = third;
  into[3] = fourth;
  return into;
}

let wrong = 0;

/** Four digits as a number; notes what is no digit. */
function readDigits(text: string, at: number): number {
  const a = digits[text.charCodeAt(at)] ?? -1;
  const b = digits[text.charCodeAt(at + 1)] ?? -1;
  const c = digits[text.charCodeAt(at + 2)] ?? -1;
  const d = digits[text.charCodeAt(at + 3)] ?? -1;
  if ((a | b | c | d) < 0) wrong = 1;
  return (a << 12) | (b << 8) | (c << 4) | d;
}

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Four digits of a word's upper or lower half. */
function half(value: number): string {
  return bytes[(value >>> 8) & 255]! + bytes[value & 255]!;
}

/** The UUID of four words, as PostgreSQL writes it. */
export function writeUuid(first: number, second: number, third: number, fourth: number): string {
  return (
    `${half(first >>> 16)}${half(first)}-${half(second >>> 16)}-${half(second)}-` +
    `${half(third >>> 16)}-${half(third)}${half(fourth >>> 16)}${half(fourth)}`
  );
}
