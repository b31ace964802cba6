import type { Change } from '../../src/changes.js';
import type { GeneratedTable, Shopper, TableRows } from '../../src/rows.js';

type Row = TableRows[GeneratedTable];
export type Faults = string[];

/** The five tables, which take changes as a database with keys and references does, and name what is wrong with them. */
export class ShopTables {
  readonly #tables: { [Table in GeneratedTable]: Map<string, TableRows[Table]> } = {
    users: new Map(),
    inventory_items: new Map(),
    orders: new Map(),
    order_items: new Map(),
    events: new Map(),
  };
  readonly faults: Faults = [];

  /** Ids of the unsold pieces of a product. */
  unsold(product: number): string[] {
    const pieces = [...this.#tables.inventory_items.values()];
    return pieces.filter(({ product_id, sold_at }) => product_id === product && !sold_at).map(({ id }) => id);
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) this.#applyOne(change);
    const touched = changes.some(({ op }) => op !== 'update');
    if (touched) this.faults.push(...this.#orphans());
  }

  rows(): Shopper {
    const { users, inventory_items, orders, order_items, events } = this.#tables;
    return {
      users: [...users.values()],
      inventory_items: [...inventory_items.values()],
      orders: [...orders.values()],
      order_items: [...order_items.values()],
      events: [...events.values()],
    };
  }

  #applyOne(change: Change): void {
    const table = this.#tables[change.table] as Map<string, Row>;
    const what = `${change.op} of ${change.table}`;
    if (change.op === 'insert') {
      const { row } = change;
      const key = 'num_of_item' in row ? row.order_id : row.id;
      if (table.has(key)) this.faults.push(`${what}: ${key} is there`);
      table.set(key, { ...row });
      return;
    }
    const row = table.get(change.key);
    if (!row) {
      this.faults.push(`${what}: ${change.key} is not there`);
    } else if (change.op === 'delete') {
      table.delete(change.key);
    } else {
      if (change.unless === 'sold' && 'sold_at' in row && row.sold_at)
        this.faults.push(`${what}: sold twice`);
      const old = row as unknown as Record<string, unknown>;
      const changed = Object.entries(change.set).filter(
        ([column, value]) =>
          column !== 'updated_at' && old[column]?.valueOf() !== (value as Date | null)?.valueOf(),
      );
      if (changed.length === 0) this.faults.push(`${what}: nothing changes`);
      table.set(change.key, { ...row, ...change.set } as Row);
    }
  }

  #orphans(): Faults {
    const { users, inventory_items, orders, order_items, events } = this.#tables;
    const faults: Faults = [];
    for (const { user_id } of orders.values())
      if (!users.has(user_id)) faults.push('an order without its user');
    for (const { user_id } of events.values())
      if (user_id !== null && !users.has(user_id)) faults.push('an event without its user');
    for (const { user_id, order_id, inventory_item_id } of order_items.values()) {
      if (!users.has(user_id)) faults.push('an item without its user');
      if (!orders.has(order_id)) faults.push('an item without its order');
      if (!inventory_items.has(inventory_item_id)) faults.push('an item without its piece');
    }
    return faults;
  }
}
