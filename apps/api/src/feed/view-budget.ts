/** Bytes that views may take together, and who takes how many. */
export class ViewBudget {
  readonly #maxBytes: number;
  readonly #held = new Map<object, number>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Bytes that are taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether there is room for so many bytes of this holder; it then has them instead of what it had. */
  hold(holder: object, bytes: number): boolean {
    const others = this.#bytes - (this.#held.get(holder) ?? 0);
    if (others + bytes > this.#maxBytes) return false;
    this.#held.set(holder, bytes);
    this.#bytes = others + bytes;
    return true;
  }

  release(holder: object): void {
    this.#bytes -= this.#held.get(holder) ?? 0;
    this.#held.delete(holder);
  }
}
