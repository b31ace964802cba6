import type { Change } from './changes.js';
import type { GeneratedTable, Shopper, TableRows } from './rows.js';

type AnyRow = TableRows[GeneratedTable];

/**
 * Applies changes to rows that are in memory: rows that were inserted before are updated in place and taken out.
 *
 * @throws {RangeError} for a change of a row that is not there
 * @example
 * ```ts
 * import { createShop, foldChanges, loadCatalogue } from '@thelook/models';
 *
 * const rows = createShop({ catalogue: await loadCatalogue(), seed: 42 }).next();
 * const [user] = rows.users;
 * foldChanges(rows, [{ op: 'update', table: 'users', key: user.id, set: { city: 'Lima' } }]);
 * rows.users[0].city; // => 'Lima'
 * ```
 */
export function foldChanges(rows: Shopper, changes: readonly Change[]): void {
  for (const change of changes) {
    const table: AnyRow[] = rows[change.table];
    if (change.op === 'insert') {
      table.push(change.row);
      continue;
    }
    const place = table.findIndex((row) => keyOf(row) === change.key);
    if (place < 0) throw new RangeError(`there is no row ${change.key} in ${change.table} to ${change.op}`);
    if (change.op === 'update') Object.assign(table[place]!, change.set);
    else table.splice(place, 1);
  }
}

function keyOf(row: AnyRow): string {
  return 'num_of_item' in row ? row.order_id : row.id;
}
