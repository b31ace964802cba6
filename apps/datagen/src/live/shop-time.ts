import { DEFAULT_SPEED, realAt, shopAt, type ClockSegment } from '@thelook/db/internal';

/** Moves a real moment that was worked out before to where it lies now. */
export type Redate = (real: number) => number;

/** How shop time and real time go together, as far as this process knows. All moments are milliseconds since 1970. */
export class ShopTime {
  readonly #now: () => number;
  readonly #changes: ((redate: Redate) => void)[] = [];
  #segments: readonly ClockSegment[];

  /** @param now by the database's clock */
  constructor(segments: readonly ClockSegment[], now: () => number) {
    this.#segments = segments;
    this.#now = now;
  }

  get segments(): readonly ClockSegment[] {
    return this.#segments;
  }

  /** Takes over what the database says. What was dated ahead by the clock as it was is told to be dated anew. */
  update(segments: readonly ClockSegment[]): void {
    const before = this.#segments;
    const last = before.at(-1);
    if (segments.length === before.length && segments.at(-1)?.realFrom === last?.realFrom) return;
    const held = last?.speed === 0 ? this.#whenItGoesOn(before) : undefined;
    this.#segments = segments;
    const redate: Redate = (real) => {
      const shop =
        held && real > held.real ? held.shop + (real - held.real) * held.speed : shopAt(before, real);
      return this.realAt(shop);
    };
    for (const change of this.#changes) change(redate);
  }

  onChange(change: (redate: Redate) => void): void {
    this.#changes.push(change);
  }

  /** How many times as fast as real time shop time passes now, or will in a moment; 0 while it is held. */
  get speed(): number {
    return this.#segments.at(-1)?.speed ?? 1;
  }

  /** Whether shop time does not pass at a real moment; by default now. */
  standsStill(real = this.#now()): boolean {
    return this.#segments.findLast(({ realFrom }) => realFrom <= real)?.speed === 0;
  }

  /** The shop time at a real moment. */
  shopAt(real: number): number {
    return Math.floor(shopAt(this.#segments, real));
  }

  /**
   * The first real moment at which it was that shop time; for one that is ahead, at which it will be as things are: as if
   * it went on now where it is held.
   */
  realAt(shop: number): number {
    const real = realAt(this.#segments, shop);
    if (real < Infinity) return Math.floor(real);
    const on = this.#whenItGoesOn(this.#segments);
    return Math.floor(on.real + (shop - on.shop) / on.speed);
  }

  #whenItGoesOn(segments: readonly ClockSegment[]): { real: number; shop: number; speed: number } {
    const last = segments.at(-1)!;
    const speed = segments.findLast((segment) => segment.speed > 0)?.speed ?? DEFAULT_SPEED;
    return { real: Math.max(this.#now(), last.realFrom), shop: last.shopFrom, speed };
  }
}
