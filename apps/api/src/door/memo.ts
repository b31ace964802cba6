/** Texts that are remembered, and the longest of them in characters. */
const MAX_TEXTS = 256;
const MAX_LENGTH = 256;

/**
 * What a function makes of a text, for as many texts as somebody may send again and again: most clients ask for the same.
 *
 * @example
 * const lengths = new Memo((text) => text.length);
 * lengths.of('abc'); // 3
 */
export class Memo<Result> {
  readonly #make: (text: string) => Result;
  readonly #known = new Map<string, Result>();

  constructor(make: (text: string) => Result) {
    this.#make = make;
  }

  of(text: string): Result {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    if (text.length > MAX_LENGTH) return made;
    // Whoever sends ever other texts gains nothing by it.
    if (this.#known.size >= MAX_TEXTS) this.#known.clear();
    this.#known.set(text, made);
    return made;
  }
}
