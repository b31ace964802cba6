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

  /** Whether there is room for so many bytes of this holder, instead of what it has. */
  hasRoom(holder: object, bytes: number): boolean {
    return this.#bytes - (this.#held.get(holder) ?? 0) + bytes <= this.#maxBytes;
  }

  /** The same; it then has them. */
  hold(holder: object, bytes: number): boolean {
    if (!this.hasRoom(holder, bytes)) return false;
    this.#bytes += bytes - (this.#held.get(holder) ?? 0);
    this.#held.set(holder, bytes);
    return true;
  }

  release(holder: object): void {
    this.#bytes -= this.#held.get(holder) ?? 0;
    this.#held.delete(holder);
  }
}
