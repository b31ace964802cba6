import type { GeneratedTable, TableRows } from './rows.js';

/**
 * What happens to one row of a generated table: the same for the database, for files and for brokers.
 *
 * `key` is the value of the table's primary key. `unless: 'sold'` makes an update of a piece of stock fail when the
 * piece has been sold, so that none is sold twice.
 *
 * @example
 * ```ts
 * const shipped = {
 *   op: 'update',
 *   table: 'orders',
 *   key: '019b76da-a800-7000-8000-000000000000',
 *   set: { status: 'Shipped', shipped_at: new Date('2026-01-02') },
 * };
 * shipped.op; // => 'update'
 * ```
 */
export type Change = {
  [Table in GeneratedTable]:
    | { op: 'insert'; table: Table; row: TableRows[Table] }
    | {
        op: 'update';
        table: Table;
        key: string;
        set: Partial<TableRows[Table]>;
        /** Of pieces of stock only. */
        unless?: 'sold';
      }
    | { op: 'delete'; table: Table; key: string };
}[GeneratedTable];

/** Changes that happen together: all of them or none. */
export interface Transaction {
  /** `RUN-KIND-LIFE-N`, for example `1-shopper-42-3`: the same for the same step, whenever it is made. */
  id: string;
  /** The real moment at which they happen. */
  at: Date;
  changes: readonly Change[];
}
