import type { Change } from '../changes.js';
import type { EventRow } from '../rows.js';
import type { Character, VisitKey } from './character.js';

/** An order with something ahead. */
export interface OpenOrder {
  /** The visit in which it was placed. */
  k: number;
  /** What the ids of that visit begin with. */
  t: number;
  /** When that visit began, in shop time. */
  at: number;
  next: 'ship' | 'cancel' | 'deliver' | 'return';
  due: number;
}

/** A visit that is ahead or, once `t` is known, under way. */
export interface Visit extends VisitKey {
  t?: number;
  /** When it ends with a sign-up, an order or both. */
  checkout?: number;
}

/** A visit of somebody who will be forgotten: what is needed to find its rows again. */
export interface KeptVisit extends VisitKey {
  t: number;
  /** Whether there is an order of it. */
  placed: boolean;
  /** The pieces of the order, where they came from a shelf. */
  pieces?: readonly string[];
}

/**
 * A shopper between two steps: what cannot be computed again. Moments are milliseconds of shop time, except that `t`
 * and `user` are what ids begin with.
 */
export interface ShopperState {
  /** Steps so far. */
  n: number;
  /** The beginning of the first visit. */
  began: number;
  /** When the last step was over, with the pages that followed. */
  last: number;
  /** What the user's id begins with, once signed up. */
  user?: number;
  visit?: Visit;
  /** Visits after that one, the earliest first, and whether the last of them ends with an order. */
  ahead: readonly number[];
  buysLast: boolean;
  /** Orders so far, those included that met an empty shelf. */
  placed: number;
  orders: readonly OpenOrder[];
  moved?: boolean;
  kept?: readonly KeptVisit[];
}

export type ShopperStep = 'visit' | 'checkout' | OpenOrder['next'] | 'move' | 'forget';

/** A step that is due, and the order that it is about. */
export interface DueStep {
  name: ShopperStep;
  at: number;
  order?: OpenOrder;
}

/** What a step does: the rows that change, pages that follow, and the shopper afterwards; undefined: gone for good. */
export interface Done {
  changes: Change[];
  pages?: EventRow[];
  /** When the last page of the shopper's own is seen that is among them; by default the step's own moment. */
  over?: number;
  state: ShopperState | undefined;
}

/** Whoever asks to be forgotten waits for this long, in milliseconds, after whatever happened last. */
const AFTER_LAST_STEP = 3_600_000;

/**
 * The next step of a shopper, never before the last one; undefined when nothing is ahead. Of steps at the same moment
 * the one named first here comes first.
 *
 * Nobody moves house in the middle of a visit, and nobody is forgotten who waits for a parcel.
 */
export function nextStep(
  state: ShopperState,
  { movesAt = Infinity, forgottenAt = Infinity }: Pick<Character, 'movesAt' | 'forgottenAt'>,
): DueStep | undefined {
  const { visit, orders, user, last } = state;
  const steps: DueStep[] = [];
  if (visit?.checkout !== undefined) steps.push({ name: 'checkout', at: visit.checkout });
  for (const order of orders) steps.push({ name: order.next, at: order.due, order });
  const open = steps.length > 0;
  if (visit && visit.checkout === undefined && visit.at < forgottenAt) {
    steps.push({ name: 'visit', at: visit.at });
  }
  if (user !== undefined && !state.moved && movesAt < forgottenAt && visit?.checkout === undefined) {
    steps.push({ name: 'move', at: Math.max(movesAt, last) });
  }
  if (user !== undefined && forgottenAt < Infinity && !open) {
    steps.push({ name: 'forget', at: Math.max(forgottenAt, last + AFTER_LAST_STEP) });
  }
  let first = steps[0];
  for (const step of steps) if (first && step.at < first.at) first = step;
  return first;
}
