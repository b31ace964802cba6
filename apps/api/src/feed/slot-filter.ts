import { filterNames, type FeedFilters, type FilterName } from '@thelook/feed';
import type { ItemView } from '../window/item-view.js';
import type { SalesTable } from '../window/sales-table.js';

/** An item passes all filters. */
export const PASSES = -1;
/** An item is kept out by more than one. */
const FAILS = -2;

/** Which items are wanted. Slots do not change, so that it can also be said of what has gone. */
export interface SlotFilter {
  /** The filters that there are. */
  readonly names: readonly FilterName[];
  readonly passes: (slot: number) => boolean;
  /** {@link PASSES}, the position of the only filter that keeps the item out, or less than both. */
  readonly missed: (slot: number) => number;
  /** The number of the word that a filter looks at, by its position. */
  readonly word: (position: number, slot: number) => number;
}

/** The word that each filter looks at. */
const words: Record<FilterName, (table: SalesTable, slot: number) => number> = {
  country: (table, slot) => table.buyers.country(table.buyer(slot)),
  traffic_source: (table, slot) => table.buyers.source(table.buyer(slot)),
  category: (table, slot) => table.products.get(table.product(slot)).category,
  department: (table, slot) => table.products.get(table.product(slot)).department,
  status: (table, slot) => table.status(slot),
};

/** The filter of a view; undefined when everything passes. */
export function compileSlotFilter(filters: FeedFilters, items: ItemView): SlotFilter | undefined {
  const tests = filterNames.flatMap((name) => {
    const values = filters[name];
    return values?.length ? [{ name, word: words[name], values: new Set(values) }] : [];
  });
  if (tests.length === 0) return undefined;
  const isIn = ({ word, values }: (typeof tests)[number], slot: number) =>
    values.has(items.table.words.text(word(items.table, slot)));
  return {
    names: tests.map(({ name }) => name),
    passes: (slot) => tests.every((test) => isIn(test, slot)),
    missed(slot) {
      let missed = PASSES;
      for (let position = 0; position < tests.length; position += 1) {
        if (isIn(tests[position]!, slot)) continue;
        if (missed !== PASSES) return FAILS;
        missed = position;
      }
      return missed;
    },
    word: (position, slot) => tests[position]!.word(items.table, slot),
  };
}

/** Those of the slots that pass. */
export function* filtered(
  slots: Iterable<number>,
  passes: SlotFilter['passes'] | undefined,
): Generator<number> {
  for (const slot of slots) if (!passes || passes(slot)) yield slot;
}
