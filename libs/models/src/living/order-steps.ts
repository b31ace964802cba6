import type { Change } from '../changes.js';
import type { World } from '../life.js';
import type { EventType, OrderStatus } from '../rows.js';
import type { BasketItem } from './basket.js';
import type { Character, VisitKey } from './character.js';
import { ID, type LifeIds } from './life-ids.js';
import { eventRow } from './session-rows.js';
import type { Done, DueStep, OpenOrder, ShopperState, Visit } from './shopper-state.js';
import { pieceRow } from '../catalogue/piece-row.js';
import { whoVisits } from './user-rows.js';

/** Items of an order, at most. */
export const MOST_ITEMS = 8;

export function orderId(ids: LifeIds, t: number, k: number): string {
  return ids.id(t, ID.order, k);
}

export function itemId(ids: LifeIds, t: number, k: number, place: number): string {
  return ids.id(t, ID.item, k * MOST_ITEMS + place);
}

/** The id of a piece that a purchase makes. */
export function pieceId(ids: LifeIds, t: number, k: number, place: number): string {
  return ids.id(t, ID.piece, k * MOST_ITEMS + place);
}

/** The id of the event with which the order of visit `k` was cancelled or items of it sent back. */
export function laterEventId(ids: LifeIds, t: number, k: number): string {
  return ids.id(t, ID.laterEvent, k);
}

/** The order of a visit that has just ended, with what happens to it first. */
export function firstTransition(character: Character, visit: Required<Visit>): OpenOrder {
  const { k, t, at } = visit;
  const { cancel, ship } = character.fate(visit);
  return cancel === undefined
    ? { k, t, at, next: 'ship', due: ship! }
    : { k, t, at, next: 'cancel', due: cancel };
}

/** Ships, delivers, cancels or takes back the order that is due. */
export function orderStep(
  ids: LifeIds,
  character: Character,
  state: ShopperState,
  due: DueStep,
  world: World,
): Done {
  const order = due.order!;
  const visit: VisitKey = { k: order.k, at: order.at, buys: true };
  const { basket } = character.plan(visit);
  const fate = character.fate(visit);
  const step: OrderContext = { ids, character, state, order, basket, at: new Date(world.realAt(due.at)) };
  const all = basket.map((_, place) => place);
  const others = state.orders.filter((other) => other !== order);
  const finished: ShopperState = { ...state, orders: others };
  const goOn = (next: OpenOrder['next'], at: number): ShopperState => ({
    ...state,
    orders: [...others, { ...order, next, due: at }],
  });
  switch (order.next) {
    case 'ship':
      return {
        changes: transition(step, 'Shipped', 'shipped_at', all),
        state: goOn('deliver', fate.deliver!),
      };
    case 'deliver':
      return {
        changes: transition(step, 'Complete', 'delivered_at', all),
        state: fate.return === undefined ? finished : goOn('return', fate.return),
      };
    case 'cancel':
      return {
        changes: [
          ...transition(step, 'Cancelled', 'cancelled_at', all),
          ...restocked(step, all),
          laterEvent(step, 'cancel'),
        ],
        state: finished,
      };
    case 'return':
      return {
        changes: [
          ...transition(step, 'Returned', 'returned_at', fate.returned),
          ...restocked(step, fate.returned),
          laterEvent(step, 'return'),
        ],
        state: finished,
      };
  }
}

interface OrderContext {
  ids: LifeIds;
  character: Character;
  state: ShopperState;
  order: OpenOrder;
  basket: readonly BasketItem[];
  at: Date;
}

type Moment = 'shipped_at' | 'delivered_at' | 'returned_at' | 'cancelled_at';

/** The items at those places reach a status; the order as a whole only when all of them do. */
function transition(
  { ids, order: { t, k }, basket, at }: OrderContext,
  status: OrderStatus,
  moment: Moment,
  places: readonly number[],
): Change[] {
  const set = { status, [moment]: at, updated_at: at };
  const items = places.map((place): Change => {
    return { op: 'update', table: 'order_items', key: itemId(ids, t, k, place), set };
  });
  if (places.length < basket.length) return items;
  return [{ op: 'update', table: 'orders', key: orderId(ids, t, k), set }, ...items];
}

/** For each piece that comes back a new one is in stock; the old one has been sold and stays so. */
function restocked({ ids, order: { t, k }, basket, at }: OrderContext, places: readonly number[]): Change[] {
  return places.map((place): Change => {
    const id = ids.id(t, ID.replacement, k * MOST_ITEMS + place);
    return { op: 'insert', table: 'inventory_items', row: pieceRow(id, basket[place]!.product, at, null) };
  });
}

/** A visit of one page. */
function laterEvent({ ids, character, state, order, at }: OrderContext, type: EventType): Change {
  const { t, k } = order;
  const { visitor } = character.plan({ k, at: order.at, buys: true });
  const key = { id: laterEventId(ids, t, k), session_id: ids.id(t, ID.laterSession, k) };
  const session = whoVisits(ids, character, state, visitor);
  const row = eventRow(key, session, 1, { type, uri: `/${type}` }, at.getTime());
  return { op: 'insert', table: 'events', row };
}
