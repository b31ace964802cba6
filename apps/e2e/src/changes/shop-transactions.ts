import { keyColumn, rowText, type Row } from './change-line.js';
import type { ReplayTables, TransactionWatch } from './stream-replay.js';

const stepColumns = ['shipped_at', 'delivered_at', 'cancelled_at'];

/**
 * Holds at the end of each transaction that a purchase, a transition or a deletion was all of it: an order has its items,
 * its purchase and their pieces, its items have got as far as it has, and who is gone has left nothing.
 */
export class ShopTransactions implements TransactionWatch {
  /** Purchases, transitions and deletions of orders, so that a proof can tell that it has seen some. */
  readonly seen = { purchases: 0, transitions: 0, deletions: 0 };
  readonly #itemsOf = new Map<string, Map<string, Row>>();
  readonly #itemOf = new Map<string, Row>();
  readonly #purchases = new Map<string, number>();
  /** What else refers to a user: table and key. */
  readonly #rowsOf = new Map<string, Set<string>>();
  #orders = new Set<string>();
  #users = new Set<string>();
  #pieces = new Set<string>();
  /** Orders that came or went, as rows. */
  #told: Row[] = [];

  change(table: string, before: Row | undefined, after: Row | undefined, isNew: boolean): void {
    const row = (after ?? before)!;
    if (table === 'orders') this.#order(before, after, isNew);
    else if (table === 'order_items') this.#item(before, after);
    else if (table === 'inventory_items') this.#pieces.add(String(row['id']));
    else if (table === 'users') this.#users.add(String(row['id']));
    else if (table === 'events') {
      if (before?.['event_type'] === 'purchase') add(this.#purchases, purchaseOf(before), -1);
      if (after?.['event_type'] === 'purchase') add(this.#purchases, purchaseOf(after), 1);
    } else return;
    if (table === 'users' || table === 'inventory_items') return;
    const name = `${table} ${String(row[keyColumn(table)])}`;
    for (const [of, isThere] of [[before, false] as const, [after, true] as const]) {
      const user = of?.['user_id'];
      if (!user) continue;
      const rows = this.#rowsOf.get(String(user)) ?? new Set<string>();
      if (isThere) this.#rowsOf.set(String(user), rows.add(name));
      else if (rows.delete(name) && rows.size === 0) this.#rowsOf.delete(String(user));
    }
  }

  end(tables: ReplayTables): string[] {
    const faults: string[] = [];
    for (const id of this.#orders) faults.push(...this.#faultsOfOrder(id, tables.get('orders')?.get(id)));
    for (const order of this.#told) {
      const isThere = tables.get('orders')?.has(String(order['order_id'])) ? 1 : 0;
      if ((this.#purchases.get(purchaseOf(order)) ?? 0) !== isThere)
        faults.push(`order ${String(order['order_id'])} and its purchase are not there or gone together`);
    }
    for (const id of this.#users) {
      const left = tables.get('users')?.has(id) ? undefined : this.#rowsOf.get(id);
      if (left) faults.push(`user ${id} is gone, and is named by ${[...left].slice(0, 3).join(', ')}`);
    }
    for (const id of this.#pieces) {
      const piece = tables.get('inventory_items')?.get(id);
      if ((piece?.['sold_at'] ?? null) !== (this.#itemOf.get(id)?.['created_at'] ?? null))
        faults.push(`piece ${id} is not sold as its item says`);
    }
    [this.#orders, this.#users, this.#pieces, this.#told] = [new Set(), new Set(), new Set(), []];
    return faults;
  }

  #order(before: Row | undefined, after: Row | undefined, isNew: boolean): void {
    const row = (after ?? before)!;
    this.#orders.add(String(row['order_id']));
    if (isNew) this.seen.purchases += 1;
    else if (!after) this.seen.deletions += 1;
    else if (before) this.seen.transitions += 1;
    if (!before || !after) this.#told.push(row);
  }

  #item(before: Row | undefined, after: Row | undefined): void {
    const row = (after ?? before)!;
    const [id, order] = [String(row['id']), String(row['order_id'])];
    const piece = String(row['inventory_item_id']);
    this.#orders.add(order);
    this.#pieces.add(piece);
    const items = this.#itemsOf.get(order) ?? new Map<string, Row>();
    if (after) {
      items.set(id, after);
      this.#itemsOf.set(order, items);
      this.#itemOf.set(piece, after);
    } else {
      items.delete(id);
      if (items.size === 0) this.#itemsOf.delete(order);
      this.#itemOf.delete(piece);
    }
  }

  #faultsOfOrder(id: string, order: Row | undefined): string[] {
    const items = [...(this.#itemsOf.get(id)?.values() ?? [])];
    if (!order) return items.length > 0 ? [`${items.length} items are left of order ${id}`] : [];
    const faults: string[] = [];
    if (items.length !== order['num_of_item'])
      faults.push(`order ${id} of ${String(order['num_of_item'])} items has ${items.length}`);
    const stepsOf = (row: Row) =>
      rowText(Object.fromEntries(stepColumns.map((name) => [name, row[name] ?? null])));
    if (items.some((item) => stepsOf(item) !== stepsOf(order)))
      faults.push(`items of order ${id} have not got as far as it has`);
    return faults;
  }
}

/** An order and the web event of its purchase have the user and the moment in common. */
function purchaseOf(row: Row): string {
  return `${String(row['user_id'])} ${String(row['created_at'])}`;
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
