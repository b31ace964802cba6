import { TableFullError } from './errors.js';

/** As many as fit into a column of two bytes; 0 is none. */
const MAX_WORDS = 65_535;
/** Characters of all of them together. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/**
 * The words of a table: countries, states, categories and so on, each once, by a number of two bytes. A word goes when
 * nothing has it any more, and its number is given to another one.
 */
export class Words {
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [''];
  readonly #uses: number[] = [0];
  readonly #json: string[] = [''];
  readonly #escaped: string[] = [''];
  readonly #jsonBytes: number[] = [0];
  readonly #escapedBytes: number[] = [0];
  readonly #free: number[] = [];
  #characters = 0;

  get size(): number {
    return this.#codes.size;
  }

  /**
   * The number of a word, which is used once more.
   *
   * @throws {TableFullError} when there are too many.
   */
  take(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) {
      this.#uses[known]! += 1;
      return known;
    }
    if (this.#codes.size >= MAX_WORDS) throw new TableFullError(`${MAX_WORDS} distinct words`);
    if (this.#characters + text.length > MAX_CHARACTERS) throw new TableFullError('64 MiB of words');
    const code = this.#free.pop() ?? this.#texts.length;
    const json = JSON.stringify(text);
    const escaped = JSON.stringify(json).slice(1, -1);
    this.#codes.set(text, code);
    this.#texts[code] = text;
    this.#uses[code] = 1;
    this.#json[code] = json;
    this.#escaped[code] = escaped;
    this.#jsonBytes[code] = Buffer.byteLength(json);
    this.#escapedBytes[code] = Buffer.byteLength(escaped);
    this.#characters += text.length;
    return code;
  }

  /** The word is used once more. */
  keep(code: number): void {
    this.#uses[code]! += 1;
  }

  /** The word is used once less. */
  drop(code: number): void {
    if ((this.#uses[code]! -= 1) > 0) return;
    const text = this.#texts[code]!;
    this.#codes.delete(text);
    this.#characters -= text.length;
    this.#texts[code] = this.#json[code] = this.#escaped[code] = '';
    this.#free.push(code);
  }

  text(code: number): string {
    return this.#texts[code]!;
  }

  /** As JSON has it, with its quotes. */
  json(code: number): string {
    return this.#json[code]!;
  }

  /** As JSON inside of a JSON string has it. */
  escaped(code: number): string {
    return this.#escaped[code]!;
  }

  /** Bytes of {@link json}, by the words' numbers. */
  get jsonBytes(): readonly number[] {
    return this.#jsonBytes;
  }

  /** Bytes of {@link escaped}, by the words' numbers. */
  get escapedBytes(): readonly number[] {
    return this.#escapedBytes;
  }
}
