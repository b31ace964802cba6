/** From a real moment on shop time passes at a speed, until the next segment. All in milliseconds since 1970. */
export interface ClockSegment {
  realFrom: number;
  shopFrom: number;
  /** How many times as fast as real time; 0: shop time stands still. */
  speed: number;
}

/**
 * The shop time at a real moment. Before the first segment it is real time.
 *
 * @param segments in the order of time
 * @example
 * shopAt([{ realFrom: 1_000, shopFrom: 5_000, speed: 10 }], 1_500); // 10_000
 */
export function shopAt(segments: readonly ClockSegment[], real: number): number {
  for (let place = segments.length - 1; place >= 0; place -= 1) {
    const { realFrom, shopFrom, speed } = segments[place]!;
    if (realFrom <= real) return shopFrom + (real - realFrom) * speed;
  }
  return real;
}

/**
 * The first real moment at which it was that shop time: a moment at which shop time stood still, or jumped forwards, is
 * the one at which it began to. Infinity when shop time has not got there and stands still.
 *
 * @param segments in the order of time
 * @example
 * realAt([{ realFrom: 1_000, shopFrom: 5_000, speed: 10 }], 10_000); // 1_500
 */
export function realAt(segments: readonly ClockSegment[], shop: number): number {
  for (let place = segments.length - 1; place >= 0; place -= 1) {
    const { realFrom, shopFrom, speed } = segments[place]!;
    if (shopFrom >= shop) continue;
    const end = segments[place + 1]?.realFrom ?? Infinity;
    return Math.min(end, speed > 0 ? realFrom + (shop - shopFrom) / speed : Infinity);
  }
  return Math.min(shop, segments[0]?.realFrom ?? Infinity);
}
