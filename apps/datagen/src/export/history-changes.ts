import { columnsOf, tableNames, type TableName } from '@thelook/db';
import type { EventRow, GeneratedTable, Step, TableRows } from '@thelook/models';

/** A change as it is kept until its turn comes: the table's number, and the row it leaves or the key of one that goes. */
export type CompactChange =
  readonly ['c' | 'u', number, readonly (string | null)[]] | readonly ['d', number, string];

/** Changes that happen together. */
export interface TimedTransaction {
  /** Milliseconds since 1970. */
  at: number;
  changes: readonly CompactChange[];
}

type Row = TableRows[GeneratedTable];

const columns = new Map(tableNames.map((table) => [table, columnsOf(table)]));
const numbers = new Map(tableNames.map((table, number) => [table, number]));

/**
 * What the steps of a life do to the tables, as a shop that has been open all the time would have written it: a
 * transaction a step, and one for each page of a visit.
 *
 * @param until pages that follow later are left out
 */
export function* transactionsOf(
  steps: Iterable<Step>,
  until: number,
): Generator<TimedTransaction, void, undefined> {
  const rows = new Map<string, Row>();
  for (const { transaction, pages } of steps) {
    const changes = transaction.changes.map((change): CompactChange => {
      const number = numbers.get(change.table)!;
      const key = change.op === 'insert' ? keyOf(change.row) : change.key;
      if (change.op === 'delete') {
        rows.delete(key);
        return ['d', number, key];
      }
      const row = change.op === 'insert' ? change.row : ({ ...rows.get(key)!, ...change.set } as Row);
      rows.set(key, row);
      return [change.op === 'insert' ? 'c' : 'u', number, textsOf(change.table, row)];
    });
    if (changes.length > 0) yield { at: transaction.at.getTime(), changes };
    for (const page of pages) {
      const at = page.created_at.getTime();
      if (at <= until) yield { at, changes: [written(page)] };
    }
  }
}

function written(page: EventRow): CompactChange {
  return ['c', numbers.get('events')!, textsOf('events', page)];
}

function keyOf(row: Row): string {
  return 'num_of_item' in row ? row.order_id : row.id;
}

/** The values as PostgreSQL writes them. */
export function textsOf(table: TableName, row: object): (string | null)[] {
  const values = row as Readonly<Record<string, unknown>>;
  return columns.get(table)!.map(([name]) => textOf(values[name]));
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (!(value instanceof Date)) return String(value);
  const [moment = '', fraction = ''] = value.toISOString().slice(0, -1).replace('T', ' ').split('.');
  // PostgreSQL leaves zeros at the end out.
  const digits = fraction.replace(/0+$/, '');
  return `${moment}${digits === '' ? '' : `.${digits}`}+00`;
}
