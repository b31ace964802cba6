import type { Change } from '../changes.js';
import type { GeneratedTable } from '../rows.js';
import type { Character } from './character.js';
import type { LifeIds } from './life-ids.js';
import { itemId, laterEventId, orderId, pieceId } from './order-steps.js';
import { eventId } from './session-rows.js';
import type { ShopperState } from './shopper-state.js';
import { userId } from './user-rows.js';

/** Deletes everything of a user, children first: web events, items, orders, the pieces that were sold, the user. */
export function forgetChanges(ids: LifeIds, character: Character, state: ShopperState): Change[] {
  const events: string[] = [];
  const items: string[] = [];
  const orders: string[] = [];
  const pieces: string[] = [];
  for (const visit of state.kept ?? []) {
    const { k, t, placed } = visit;
    const { pages, basket } = character.plan(visit);
    const seen = pages.length + (placed || k === 0 ? 1 : 0);
    for (let sequence = 1; sequence <= seen; sequence += 1)
      events.push(eventId(ids, { t, k, j: 0 }, sequence));
    if (!placed) continue;
    const fate = character.fate(visit);
    if (fate.cancel !== undefined || fate.return !== undefined) events.push(laterEventId(ids, t, k));
    orders.push(orderId(ids, t, k));
    basket.forEach((_, place) => {
      items.push(itemId(ids, t, k, place));
      pieces.push(visit.pieces?.[place] ?? pieceId(ids, t, k, place));
    });
  }
  return [
    ...deletes('events', events),
    ...deletes('order_items', items),
    ...deletes('orders', orders),
    ...deletes('inventory_items', pieces),
    ...deletes('users', [userId(ids, state.user!)]),
  ];
}

function deletes(table: GeneratedTable, keys: readonly string[]): Change[] {
  return keys.map((key) => ({ op: 'delete', table, key }));
}
