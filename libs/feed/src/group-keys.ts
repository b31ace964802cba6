/** The statuses of the shop, in the order in which an order meets them, and the two ways in which it goes wrong. */
export const shopStatuses = ['Processing', 'Shipped', 'Complete', 'Returned', 'Cancelled'] as const;

/** The bands of buyers' ages, the youngest first. */
export const ageBands = ['under 20', '20-29', '30-39', '40-49', '50-59', '60 and over'] as const;

/**
 * The band of an age in years.
 *
 * @example
 * ageBand(34); // '30-39'
 */
export function ageBand(age: number): (typeof ageBands)[number] {
  return ageBands[Math.min(Math.max(Math.floor(age / 10) - 1, 0), 5)] ?? 'under 20';
}

/** How many brands and products a summary names. */
export const TOP = 6;

/** Puts what was sold in the order of a summary: the most sales first, keys in order among equals. */
export function bySales<Key extends string | number>(
  a: { key: Key; sales: number },
  b: { key: Key; sales: number },
): number {
  return b.sales - a.sales || (a.key < b.key ? -1 : 1);
}
