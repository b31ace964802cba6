import { itemsPerOrder, longestToDeliver, longestToReturn, longestToShip, orderStatuses } from './figures.js';
import { idsOf, type GeneratorOptions } from './generator-options.js';
import type { Random } from '../chance/random.js';
import type { OrderRow, OrderStatus, UserRow } from '../rows.js';
import { weightedDraw } from '../chance/weighted-draw.js';

const drawStatus = weightedDraw(orderStatuses);
const drawItemCount = weightedDraw(itemsPerOrder);

/**
 * Makes orders: one by `user`, placed at `placedAt`, with the number of its items, a status and the moments at which
 * it has reached (or, for an order placed just now, will reach) the steps of that status.
 *
 * @example
 * ```ts
 * import { createOrderGenerator, createUserGenerator, loadCatalogue, Random } from '@thelook/models';
 *
 * const { places } = await loadCatalogue();
 * const random = new Random(42);
 * const nextUser = createUserGenerator({ places, random });
 * const nextOrder = createOrderGenerator({ random });
 *
 * const user = nextUser();
 * const order = nextOrder(user, new Date());
 * order.user_id === user.id; // => true
 * ```
 */
export function createOrderGenerator(
  options: GeneratorOptions,
): (user: Pick<UserRow, 'id' | 'gender'>, placedAt: Date) => OrderRow {
  const { random } = options;
  const ids = idsOf(options);
  return (user, placedAt) => {
    const orderId = ids.next();
    const status = drawStatus(random);
    const steps = fulfilment(status, placedAt, random);
    return {
      order_id: orderId,
      user_id: user.id,
      status,
      gender: user.gender,
      created_at: placedAt,
      returned_at: steps.returnedAt,
      shipped_at: steps.shippedAt,
      delivered_at: steps.deliveredAt,
      num_of_item: drawItemCount(random),
      cancelled_at: null,
      updated_at: null,
    };
  };
}

interface Fulfilment {
  shippedAt: Date | null;
  deliveredAt: Date | null;
  returnedAt: Date | null;
}

function fulfilment(status: OrderStatus, placedAt: Date, random: Random): Fulfilment {
  const steps: Fulfilment = { shippedAt: null, deliveredAt: null, returnedAt: null };
  if (status === 'Processing' || status === 'Cancelled') return steps;
  steps.shippedAt = within(longestToShip, placedAt, random);
  if (status === 'Shipped') return steps;
  steps.deliveredAt = within(longestToDeliver, steps.shippedAt, random);
  if (status === 'Complete') return steps;
  steps.returnedAt = within(longestToReturn, steps.deliveredAt, random);
  return steps;
}

function within(span: number, start: Date, random: Random): Date {
  return new Date(start.getTime() + random.between(0, span));
}
