import type { Kysely } from 'kysely';
import { agendaColumns } from './agenda/agenda-data.js';
import { bookkeepingTable } from './bookkeeping/bookkeeping-tables.js';
import type { CopyData } from './copy-data.js';
import { copyError } from './copy-error.js';
import type { Database } from './database.js';
import { sendMessages } from './pipeline.js';
import { tableReference } from './table-reference.js';
import { columnNames } from './tables.js';

/**
 * Copies rows into several tables at once, all of them or, when it throws, none, in a single round trip: the
 * statements and all data travel together, and the server, which takes them one after the other, answers at the end.
 * So a transaction of twenty rows costs what its rows and its commit cost; and one of 20,000 keeps the server busy
 * from the first row to the last. All data is in memory already: callers choose how much that is.
 *
 * Within a transaction the rows belong to it, and an error ends it.
 *
 * @param before a statement to run first, as a part of the same transaction.
 * @throws {CopyError} for what the server refuses, and for a lost connection: then nobody knows whether the rows are
 *   there, and `before` is the place for what tells.
 * @example
 * await copyTables(db, [orders.take(), items.take()]); // { rows: 3 }
 */
export async function copyTables(
  db: Kysely<Database>,
  copies: readonly CopyData[],
  before?: string,
): Promise<{ rows: number }> {
  const filled = copies.filter(({ rows }) => rows > 0);
  const statements = filled.map((copy) => copyStatement(db, copy));
  if (before !== undefined) statements.unshift(before);
  if (statements.length === 0) return { rows: 0 };
  const [answer] = await sendMessages(db, [{ text: statements.join(';\n'), copies: filled }]);
  if (!answer?.done) throw copyError(answer?.copy?.table ?? 'users', answer!.error);
  return { rows: answer.rows };
}

/** The statement that reads the data of a copy. */
function copyStatement(db: Kysely<Database>, { table }: CopyData): string {
  const isAgenda = table === 'agenda';
  const target = isAgenda ? bookkeepingTable(db, table) : tableReference(db, table).sql;
  const columns = isAgenda ? agendaColumns.map(([name]) => name) : columnNames(table);
  return `copy ${target} (${columns.join(', ')}) from stdin with (format binary, encoding 'UTF8')`;
}
