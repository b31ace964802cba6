import type { Random } from '../chance/random.js';
import { longestToDeliver, longestToReturn, longestToShip } from '../classic/figures.js';
import { OptionError } from '../option-error.js';
import type { OrderRow, OrderStatus } from '../rows.js';

/** The moments of an order: those that have been reached. */
export type Moment = 'created_at' | 'shipped_at' | 'delivered_at' | 'returned_at' | 'cancelled_at';

/** Moments that an order is to have. */
export type MomentWishes = { [Name in Moment]?: Date };

/** The moments that an order of a status has reached, in their order. */
const reached: Readonly<Record<OrderStatus, readonly Moment[]>> = {
  Processing: ['created_at'],
  Cancelled: ['created_at', 'cancelled_at'],
  Shipped: ['created_at', 'shipped_at'],
  Complete: ['created_at', 'shipped_at', 'delivered_at'],
  Returned: ['created_at', 'shipped_at', 'delivered_at', 'returned_at'],
};

export const statuses = Object.keys(reached) as OrderStatus[];

/** The longest time from the moment before. */
const longest: Readonly<Record<Exclude<Moment, 'created_at'>, number>> = {
  shipped_at: longestToShip,
  delivered_at: longestToDeliver,
  returned_at: longestToReturn,
  cancelled_at: longestToShip,
};

/** The status that an order must have for the moments that are asked of it. */
export function statusOf({
  returned_at,
  delivered_at,
  shipped_at,
  cancelled_at,
}: MomentWishes): OrderStatus | undefined {
  if (cancelled_at) return 'Cancelled';
  if (returned_at) return 'Returned';
  if (delivered_at) return 'Complete';
  return shipped_at && 'Shipped';
}

/** The first moment that is asked for, in milliseconds since 1970. */
export function firstAsked(asked: MomentWishes): number | undefined {
  const moments = Object.values(asked).map((moment) => moment.getTime());
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

/**
 * The moments of an order of a status: those asked for, and between them others that were drawn, each not before the one
 * before it; null: not reached.
 *
 * @param earliest moment of the order, and the latest one of those that are drawn, in milliseconds since 1970
 * @throws {OptionError} for a moment that the status has not, or that is before the one before it
 */
export function orderMoments(
  {
    status,
    asked,
    earliest,
    latest,
  }: { status: OrderStatus; asked: MomentWishes; earliest: number; latest: number },
  random: Random,
): Pick<OrderRow, Moment> {
  const names = reached[status];
  for (const [name, moment] of Object.entries(asked)) {
    if (names.includes(name as Moment)) continue;
    throw new OptionError(
      `order.${name}`,
      moment,
      `for an order with the status ${status}: ${names.join(', ')}`,
    );
  }
  const moments: Record<Moment, Date | null> = {
    ...{ created_at: null, returned_at: null, shipped_at: null, delivered_at: null, cancelled_at: null },
  };
  let before = earliest;
  names.forEach((name, place) => {
    const later = names.slice(place).find((other) => asked[other]);
    const limit = later ? asked[later]!.getTime() : Math.max(latest, before);
    if (!(limit >= before)) {
      throw new OptionError(`order.${later}`, asked[later!], `${new Date(before).toISOString()} or later`);
    }
    const steps = (later ? names.indexOf(later) : names.length) - place;
    before = later === name ? limit : drawMoment(name, before, limit, steps, random);
    moments[name] = new Date(before);
  });
  return moments as Pick<OrderRow, Moment>;
}

/** A moment with room for the steps that follow until the limit. */
function drawMoment(name: Moment, before: number, limit: number, steps: number, random: Random): number {
  const room = limit - before;
  if (name !== 'created_at')
    return before + random.between(0, Math.min(longest[name], Math.floor(room / steps)));
  const usual = longestToShip + longestToDeliver + longestToReturn;
  return before + random.between(0, room - Math.min(usual, Math.floor(room / 2)));
}
