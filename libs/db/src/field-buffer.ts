import { decimalOf, type Decimal } from './decimal.js';

/** Bytes that a character may take in UTF-8, for one unit of UTF-16. */
const BYTES_PER_UNIT = 3;

const INITIAL_LENGTH = 4_096;

const NULL_FIELD = -1;
const JSONB_VERSION = 1;
const UUID_LENGTH = 16;
/** What the digits of a `numeric` count, and its sign. */
const BASE = 10_000;
const NEGATIVE = 0x4000;

/** PostgreSQL counts moments from 2000-01-01. */
const EPOCH = Date.UTC(2000, 0, 1);
const TWO_32 = 2 ** 32;

const NOT_HEX = 255;
const hexDigits = new Uint8Array(65_536).fill(NOT_HEX);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  hexDigits[digit.charCodeAt(0)] = value;
  hexDigits[digit.toUpperCase().charCodeAt(0)] = value;
}
const HYPHEN = '-'.charCodeAt(0);
/** Where the pairs of digits begin in the text of a UUID. */
const uuidPairs = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** Called on its own it takes strings of every make alike; looked up on a string, each make is looked up anew. */
const { charCodeAt } = String.prototype;

/** What PostgreSQL (NUL) or UTF-8 (half of a surrogate pair) cannot hold. */
const unstorable = /\0|\p{Surrogate}/u;

/** That of one thread, or such as all threads see, which goes from one to another without being counted or copied. */
export type CopyMemory = ArrayBuffer | SharedArrayBuffer;

/** Values as fields of COPY's binary format, each after its length: made in place, in one piece of memory that grows. */
export class FieldBuffer {
  protected bytes: Buffer<CopyMemory>;
  protected view: DataView;
  /** Bytes so far. */
  protected at = 0;

  /** @param memory to begin with; what takes its place when it is full is of its kind */
  constructor(memory: CopyMemory = new ArrayBuffer(INITIAL_LENGTH)) {
    this.bytes = Buffer.from(memory);
    this.view = new DataView(memory);
  }

  get length(): number {
    return this.at;
  }

  /** Writes fields of the row before once more, and moves their places to where they are now. */
  copyFields(fields: number[], from: number, to: number): void {
    const start = fields[from]!;
    const length = fields[to]! - start;
    this.reserve(length);
    const view = this.view;
    const at = this.at;
    const moved = at - start;
    let index = 0;
    for (; index + 4 <= length; index += 4) view.setInt32(at + index, view.getInt32(start + index));
    for (; index < length; index += 1) view.setInt8(at + index, view.getInt8(start + index));
    for (let field = from; field < to; field += 1) fields[field]! += moved;
    this.at = at + length;
  }

  null(): void {
    this.reserve(4);
    this.writeInt32(NULL_FIELD);
  }

  int16(value: number): void {
    this.reserve(6);
    this.writeInt32(2);
    this.writeInt16(value);
  }

  int32(value: number): void {
    this.reserve(8);
    this.writeInt32(4);
    this.writeInt32(value);
  }

  /** @param value a whole number that JavaScript holds exactly */
  int64(value: number): void {
    this.reserve(12);
    this.writeInt32(8);
    this.#wide(value);
  }

  float64(value: number): void {
    this.reserve(12);
    this.writeInt32(8);
    this.view.setFloat64(this.at, value);
    this.at += 8;
  }

  /** @param milliseconds since 1970 */
  timestamp(milliseconds: number): void {
    this.reserve(12);
    this.writeInt32(8);
    // A count of microseconds does not fit a double: multiplied in halves, it is exact.
    const since = milliseconds - EPOCH;
    const high = Math.floor(since / TWO_32);
    const low = (since - high * TWO_32) * 1_000;
    const carry = Math.floor(low / TWO_32);
    this.writeInt32(high * 1_000 + carry);
    this.writeInt32(low - carry * TWO_32);
  }

  #wide(value: number): void {
    const high = Math.floor(value / TWO_32);
    this.writeInt32(high);
    this.writeInt32(value - high * TWO_32);
  }

  /** Gives false for a text that is not like `019b76da-a800-7000-8c4e-52f1a0b7d3e9`; the row is to be undone then. */
  uuid(value: string): boolean {
    if (value.length !== 36) return false;
    this.reserve(4 + UUID_LENGTH);
    this.writeInt32(UUID_LENGTH);
    const bytes = this.bytes;
    const at = this.at;
    let wrong = 0;
    for (let index = 0; index < UUID_LENGTH; index += 1) {
      const pair = uuidPairs[index]!;
      const high = hexDigits[charCodeAt.call(value, pair)]!;
      const low = hexDigits[charCodeAt.call(value, pair + 1)]!;
      wrong |= high | low;
      bytes[at + index] = (high << 4) | low;
    }
    this.at = at + UUID_LENGTH;
    return wrong < 16 && hasHyphens(value);
  }

  /** Gives false for a text that PostgreSQL cannot hold; the row is to be undone then. */
  text(value: string): boolean {
    const { length } = value;
    this.reserve(4 + length * BYTES_PER_UNIT);
    const bytes = this.bytes;
    const start = this.at + 4;
    for (let index = 0; index < length; index += 1) {
      const unit = charCodeAt.call(value, index);
      if (unit === 0 || unit > 127) return this.#anyText(value);
      bytes[start + index] = unit;
    }
    this.writeInt32(length);
    this.at = start + length;
    return true;
  }

  /** JSON as `jsonb` takes it. Gives false for a text that PostgreSQL cannot hold; the row is to be undone then. */
  jsonb(value: string): boolean {
    if (unstorable.test(value)) return false;
    this.reserve(5 + value.length * BYTES_PER_UNIT);
    const written = this.bytes.write(value, this.at + 5);
    this.writeInt32(written + 1);
    this.bytes[this.at] = JSONB_VERSION;
    this.at += 1 + written;
    return true;
  }

  /** @param value finite; written with the digits that JavaScript shows */
  numeric(value: number): void {
    const size = Math.abs(value);
    const scaled = Math.round(size * BASE);
    if (scaled < BASE * BASE && scaled / BASE === size) this.#price(scaled, value < 0);
    else this.#decimal(decimalOf(value));
  }

  /** What nearly all prices are: below 10,000 and of four decimal places at most. */
  #price(scaled: number, isNegative: boolean): void {
    const whole = Math.floor(scaled / BASE);
    const rest = scaled - whole * BASE;
    const digits = (whole > 0 ? 1 : 0) + (rest > 0 ? 1 : 0);
    const weight = whole === 0 && rest > 0 ? -1 : 0;
    const scale = rest === 0 ? 0 : rest % 1_000 === 0 ? 1 : rest % 100 === 0 ? 2 : rest % 10 === 0 ? 3 : 4;
    this.#beginNumeric(digits, weight, isNegative, scale);
    if (whole > 0) this.writeInt16(whole);
    if (rest > 0) this.writeInt16(rest);
  }

  #decimal({ digits, weight, isNegative, scale }: Decimal): void {
    this.#beginNumeric(digits.length, weight, isNegative, scale);
    for (const digit of digits) this.writeInt16(digit);
  }

  #beginNumeric(digits: number, weight: number, isNegative: boolean, scale: number): void {
    this.reserve(12 + 2 * digits);
    this.writeInt32(8 + 2 * digits);
    this.writeInt16(digits);
    this.writeInt16(weight);
    this.writeInt16(isNegative ? NEGATIVE : 0);
    this.writeInt16(scale);
  }

  #anyText(value: string): boolean {
    if (unstorable.test(value)) return false;
    const written = this.bytes.write(value, this.at + 4);
    this.writeInt32(written);
    this.at += written;
    return true;
  }

  protected writeInt16(value: number): void {
    this.view.setInt16(this.at, value);
    this.at += 2;
  }

  protected writeInt32(value: number): void {
    this.view.setInt32(this.at, value);
    this.at += 4;
  }

  /** Makes room for so many bytes more. */
  protected reserve(length: number): void {
    const needed = this.at + length;
    if (needed > this.bytes.length) this.#grow(needed);
  }

  #grow(needed: number): void {
    const before = this.bytes.subarray(0, this.at);
    this.use(this.newMemory(Math.max(needed, this.bytes.length * 2)));
    this.bytes.set(before);
  }

  protected newMemory(length: number): CopyMemory {
    return this.bytes.buffer instanceof SharedArrayBuffer
      ? new SharedArrayBuffer(length)
      : new ArrayBuffer(length);
  }

  protected use(memory: CopyMemory): void {
    this.bytes = Buffer.from(memory);
    this.view = new DataView(memory);
  }
}

function hasHyphens(uuid: string): boolean {
  return (
    uuid.charCodeAt(8) === HYPHEN &&
    uuid.charCodeAt(13) === HYPHEN &&
    uuid.charCodeAt(18) === HYPHEN &&
    uuid.charCodeAt(23) === HYPHEN
  );
}
