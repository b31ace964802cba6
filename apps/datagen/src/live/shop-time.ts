import { realAt, shopAt, type ClockSegment } from '@thelook/db';

/** How shop time and real time go together, as far as this process knows. */
export class ShopTime {
  #segments: readonly ClockSegment[];

  constructor(segments: readonly ClockSegment[]) {
    this.#segments = segments;
  }

  get segments(): readonly ClockSegment[] {
    return this.#segments;
  }

  /** Takes over what the database says. */
  update(segments: readonly ClockSegment[]): void {
    this.#segments = segments;
  }

  /** How many times as fast as real time shop time passes now; 0 while it is held. */
  get speed(): number {
    return this.#segments.at(-1)?.speed ?? 1;
  }

  /** The shop time at a real moment, both in milliseconds since 1970. */
  shopAt(real: number): number {
    return Math.floor(shopAt(this.#segments, real));
  }

  /** The first real moment at which it was that shop time. */
  realAt(shop: number): number {
    return Math.floor(realAt(this.#segments, shop));
  }
}
