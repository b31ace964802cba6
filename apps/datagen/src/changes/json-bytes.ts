const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Memory that is kept for what comes next; a row that needed more is the exception. */
const MOST_KEPT = 4 * 2 ** 20;

const short: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** What may not stand in a JSON text as it is, escaped. */
const escapes: readonly (Buffer | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const named = short[byte];
  if (named !== undefined) return Buffer.from(named);
  return byte < 0x20 ? Buffer.from(`\\u${byte.toString(16).padStart(4, '0')}`) : undefined;
});

/** JSON that is put together byte by byte, in memory that grows as it must and is used again. */
export class JsonBytes {
  #bytes: Buffer = Buffer.allocUnsafeSlow(2 ** 18);
  #length = 0;
  #spare: Buffer | undefined;

  get length(): number {
    return this.#length;
  }

  /** Appends bytes as they are. */
  copy(fragment: Uint8Array): void {
    const { length } = fragment;
    this.#reserve(length);
    const target = this.#bytes;
    const at = this.#length;
    // Short ones are quicker by hand: a call into the engine costs as much as sixty bytes.
    if (length > 64) target.set(fragment, at);
    else for (let index = 0; index < length; index += 1) target[at + index] = fragment[index]!;
    this.#length = at + length;
  }

  /** Appends part of `bytes` as it is. */
  raw(bytes: Buffer, start: number, length: number): void {
    this.#reserve(length);
    const target = this.#bytes;
    const at = this.#length;
    for (let index = 0; index < length; index += 1) target[at + index] = bytes[start + index]!;
    this.#length = at + length;
  }

  /** Appends a byte as it is. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Appends a whole number that is not negative. */
  number(value: number): void {
    this.#reserve(20);
    if (value < 10) {
      this.#bytes[this.#length++] = 0x30 + value;
      return;
    }
    // What is beyond 32 bits in two parts, since whole numbers of the machine divide faster.
    if (value >= 1e9) {
      const high = Math.floor(value / 1e9);
      this.number(high);
      this.#digits(value - high * 1e9, 9);
      return;
    }
    let digits = 2;
    for (let power = 100; value >= power; power *= 10) digits += 1;
    this.#digits(value, digits);
  }

  /** Appends the last digits of a number below 10^9, zeros first. */
  #digits(value: number, digits: number): void {
    const target = this.#bytes;
    let rest = value | 0;
    for (let at = this.#length + digits - 1; at >= this.#length; at -= 1) {
      const next = (rest / 10) | 0;
      target[at] = 0x30 + rest - next * 10;
      rest = next;
    }
    this.#length += digits;
  }

  /** Appends UTF-8 text as a JSON string. */
  string(bytes: Buffer, start: number, length: number): void {
    this.#reserve(length + 2);
    const target = this.#bytes;
    const at = this.#length + 1;
    target[at - 1] = QUOTE;
    let index = 0;
    for (; index < length; index += 1) {
      const byte = bytes[start + index]!;
      if (byte < 0x20 || byte === QUOTE || byte === BACKSLASH) break;
      target[at + index] = byte;
    }
    this.#length = at + index;
    if (index < length) this.#escaped(bytes, start + index, start + length);
    this.#bytes[this.#length++] = QUOTE;
  }

  #escaped(bytes: Buffer, start: number, end: number): void {
    // Six bytes for one at most.
    this.#reserve(6 * (end - start) + 1);
    const target = this.#bytes;
    let at = this.#length;
    for (let index = start; index < end; index += 1) {
      const byte = bytes[index]!;
      const escape = escapes[byte];
      if (escape === undefined) target[at++] = byte;
      else for (const piece of escape) target[at++] = piece;
    }
    this.#length = at;
  }

  /** What has been written since the last call; to be given back when it is not needed any more. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = this.#spare ?? Buffer.allocUnsafeSlow(2 ** 18);
    this.#spare = undefined;
    this.#length = 0;
    return taken;
  }

  /** Takes memory back that {@link take} has given. */
  reuse(taken: Buffer): void {
    if (taken.buffer.byteLength <= MOST_KEPT && taken.byteOffset === 0)
      this.#spare = Buffer.from(taken.buffer);
  }

  #reserve(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, needed));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
