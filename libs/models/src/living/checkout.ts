import type { Change } from '../changes.js';
import type { World } from '../life.js';
import type { OrderItemRow } from '../rows.js';
import type { Character, VisitPlan } from './character.js';
import type { LifeIds } from './life-ids.js';
import type { Model } from './model.js';
import { firstTransition, itemId, orderId, pieceId } from './order-steps.js';
import { DAY } from './rhythm.js';
import { eventId, eventRow, sessionId } from './session-rows.js';
import type { Done, KeptVisit, ShopperState, Visit } from './shopper-state.js';
import { pieceRow } from '../catalogue/piece-row.js';
import { STREAM } from './streams.js';
import { userId, userRow, whoVisits } from './user-rows.js';

/** A visit that is at its end, with all that decides how. */
export interface CheckoutContext {
  model: Model;
  ids: LifeIds;
  character: Character;
  state: ShopperState;
  world: World;
}

/** The visit in the context: one that is under way. */
interface Ending extends CheckoutContext {
  visit: Required<Visit>;
  plan: VisitPlan;
  /** The state once the user is signed up. */
  state: ShopperState & { user: number };
}

/** The end of a visit: the sign-up if it is the first one, and the order if there is one and the shelf has it all. */
export function checkOut(context: CheckoutContext): Done & { state: ShopperState } {
  const { character, state } = context;
  const visit = state.visit as Required<Visit>;
  const { k, t, at, buys } = visit;
  const signsUp = state.user === undefined;
  const plan = character.plan(visit);
  const ending: Ending = { ...context, visit, plan, state: { ...state, user: state.user ?? t } };
  const bought = buys ? buy(ending) : undefined;
  const changes: Change[] = [];
  if (signsUp) changes.push(signUp(ending));
  if (bought) changes.push(...bought.changes);
  if (bought || signsUp) changes.push(lastPage(ending, bought !== undefined));
  const placed = bought !== undefined;
  const kept: KeptVisit = { k, t, at, buys, placed, ...(bought?.pieces && { pieces: bought.pieces }) };
  return {
    changes,
    state: {
      ...ending.state,
      placed: state.placed + (buys ? 1 : 0),
      orders: placed ? [...state.orders, firstTransition(character, visit)] : state.orders,
      ...(character.forgottenAt !== undefined && { kept: [...(state.kept ?? []), kept] }),
    },
  };
}

function signUp({ ids, character, state, visit, plan, world }: Ending): Change {
  // Between the last page and the order.
  const at = new Date(world.realAt(visit.checkout - Math.floor(plan.pause / 2)));
  return { op: 'insert', table: 'users', row: userRow(userId(ids, state.user), character, at) };
}

/** The order with its items and pieces; undefined at an empty shelf. */
function buy(ending: Ending): { changes: Change[]; pieces: readonly string[] | undefined } | undefined {
  const { ids, character, state, visit, world } = ending;
  const { basket } = ending.plan;
  const { shelf } = world;
  if (shelf === 'empty') return undefined;
  const { k, t } = visit;
  const at = new Date(world.realAt(visit.checkout));
  const taken = shelf === 'made to order' ? undefined : piecesOf(shelf, basket.length);
  const pieces = taken ?? basket.map((_, place) => pieceId(ids, t, k, place));
  const user_id = userId(ids, state.user);
  const order_id = orderId(ids, t, k);
  const order: Change = {
    op: 'insert',
    table: 'orders',
    row: {
      order_id,
      user_id,
      status: 'Processing',
      gender: character.person.gender,
      created_at: at,
      returned_at: null,
      shipped_at: null,
      delivered_at: null,
      num_of_item: basket.length,
      cancelled_at: null,
      updated_at: at,
    },
  };
  const items = basket.map(({ product, price }, place): Change => {
    const row: OrderItemRow = {
      id: itemId(ids, t, k, place),
      order_id,
      user_id,
      product_id: product.id,
      inventory_item_id: pieces[place]!,
      status: 'Processing',
      created_at: at,
      shipped_at: null,
      delivered_at: null,
      returned_at: null,
      sale_price: price,
      cancelled_at: null,
      updated_at: at,
    };
    return { op: 'insert', table: 'order_items', row };
  });
  const sold = taken ? taken.map((key) => soldPiece(key, at)) : madePieces(ending, pieces, at);
  return { changes: [...sold, order, ...items], pieces: taken };
}

function piecesOf(shelf: Exclude<World['shelf'], string>, wanted: number): readonly string[] {
  if ('pieces' in shelf && shelf.pieces.length === wanted) return shelf.pieces;
  throw new RangeError(`the order has ${wanted} items, and the shelf does not have as many pieces for it`);
}

function soldPiece(key: string, at: Date): Change {
  return { op: 'update', table: 'inventory_items', key, set: { sold_at: at }, unless: 'sold' };
}

/** Without a shelf a purchase makes its pieces, which had been in stock for a while. */
function madePieces(
  { model, character, visit, plan, world }: Ending,
  pieces: readonly string[],
  soldAt: Date,
): Change[] {
  const random = model.streams.at(STREAM.stock, character.life, visit.k);
  const longest = model.figures.daysInStock * DAY;
  return plan.basket.map(({ product }, place): Change => {
    const cameIn = new Date(world.realAt(visit.checkout - random.below(longest)));
    return { op: 'insert', table: 'inventory_items', row: pieceRow(pieces[place]!, product, cameIn, soldAt) };
  });
}

/** The page of the order, or, for who signs up without one, the way back to the start. */
function lastPage({ ids, character, state, visit, plan, world }: Ending, bought: boolean): Change {
  const key = { t: visit.t, k: visit.k, j: 0 };
  const page = bought
    ? ({ type: 'purchase', uri: '/purchase' } as const)
    : ({ type: 'home', uri: '/home' } as const);
  const sequence = plan.pages.length + 1;
  const moment = world.realAt(visit.checkout);
  const id = eventId(ids, key, sequence);
  const session = whoVisits(ids, character, state, plan.visitor);
  const row = eventRow({ id, session_id: sessionId(ids, key) }, session, sequence, page, moment);
  return { op: 'insert', table: 'events', row };
}
