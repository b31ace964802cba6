import type { FeedItem } from './feed-item.js';

/** The parameters that narrow a feed, and the property of an item that each one looks at. */
const properties = {
  country: 'country',
  traffic_source: 'traffic_source',
  category: 'category',
  department: 'department',
  status: 'item_status',
} as const satisfies Record<string, keyof FeedItem>;

export type FilterName = keyof typeof properties;

/** The names of all filters, in the order of their canonical form. */
export const filterNames = Object.keys(properties) as readonly FilterName[];

/**
 * What a feed is narrowed to: an item passes when, for each filter given, its property is one of the values. Upper
 * and lower case differ. No filter at all lets everything pass; an empty list does so, too.
 */
export type FeedFilters = { readonly [Name in FilterName]?: readonly string[] };

/**
 * A function that tells whether an item passes.
 *
 * @example
 * const sold = items.filter(compileFilters({ country: ['Brasil', 'Spain'], status: ['Complete'] }));
 */
export function compileFilters(filters: FeedFilters): (item: FeedItem) => boolean {
  const tests = filterNames.flatMap((name) => {
    const values = filters[name];
    return values?.length ? [{ property: properties[name], values: new Set(values) }] : [];
  });
  return (item) => tests.every(({ property, values }) => values.has(item[property]));
}

/**
 * The same filters with each value once, in a fixed order, and no empty list.
 *
 * @example
 * canonicalFilters({ status: [], country: ['Spain', 'Brasil', 'Spain'] }); // { country: ['Brasil', 'Spain'] }
 */
export function canonicalFilters(filters: FeedFilters): FeedFilters {
  const entries = filterNames.flatMap((name) => {
    const values = filters[name];
    return values?.length ? [[name, [...new Set(values)].sort()] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** A text that two sets of filters share exactly when they let the same items pass by the same values. */
export function filtersKey(filters: FeedFilters): string {
  return JSON.stringify(canonicalFilters(filters));
}
