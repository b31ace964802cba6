import { filterNames, type FeedFilters, type FilterName } from '@thelook/feed';
import type { ItemView } from '../window/item-view.js';
import type { SalesTable } from '../window/sales-table.js';

/** Whether the item in a slot passes. Slots do not change, so that it can also be said of what has gone. */
export type SlotFilter = (slot: number) => boolean;

/** What each filter looks at. */
const properties: Record<FilterName, (table: SalesTable, slot: number) => string> = {
  country: (table, slot) => table.words.text(table.buyers.country(table.buyer(slot))),
  traffic_source: (table, slot) => table.words.text(table.buyers.source(table.buyer(slot))),
  category: (table, slot) => table.products.get(table.product(slot)).row.category,
  department: (table, slot) => table.products.get(table.product(slot)).row.department,
  status: (table, slot) => table.words.text(table.status(slot)),
};

/** The filter of a view; undefined when everything passes. */
export function compileSlotFilter(filters: FeedFilters, items: ItemView): SlotFilter | undefined {
  const tests = filterNames.flatMap((name) => {
    const values = filters[name];
    return values?.length ? [{ read: properties[name], values: new Set(values) }] : [];
  });
  if (tests.length === 0) return undefined;
  return (slot) => tests.every(({ read, values }) => values.has(read(items.table, slot)));
}

/** Those of the slots that pass. */
export function* filtered(slots: Iterable<number>, filter: SlotFilter | undefined): Generator<number> {
  for (const slot of slots) if (!filter || filter(slot)) yield slot;
}
