import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A line of `changes`: what proofs look at. */
export interface ChangeLine {
  before?: Row | null;
  after?: Row | null;
  source: { schema: string; table: string; txId: number | null; lsn: number; snapshot: string };
  transaction: { id: string; total_order: number; data_collection_order: number } | null;
  op: 'c' | 'u' | 'd' | 'r' | 't' | 'm';
  message?: { prefix: string; content: string };
}

export type Row = Record<string, unknown>;

/** The lines that `changes` has written to a file. */
export async function* readChangeLines(path: string): AsyncGenerator<ChangeLine, void, undefined> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  for await (const line of lines) yield JSON.parse(line) as ChangeLine;
}

/** The column that tells rows of a table apart. */
export function keyColumn(table: string): string {
  return table === 'orders' ? 'order_id' : 'id';
}

/** The place in the log at which a line's transaction was committed. */
export function commitOf({ transaction, source }: ChangeLine): number {
  return transaction ? Number(transaction.id.split(':')[1]) : source.lsn;
}

/** What a row holds, as text: `name=value`, a column a line, without nulls, with moments as PostgreSQL writes them. */
export function rowText(row: Row): string {
  let text = '';
  for (const name of Object.keys(row)) {
    const value = row[name];
    if (value !== null) text += `${name}=${valueText(value)}\n`;
  }
  return text;
}

/** Moments as PostgreSQL writes them at UTC. */
function valueText(value: unknown): string {
  const text = String(value);
  const isMoment = text.endsWith('Z') && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
  return isMoment ? `${text.slice(0, 10)} ${text.slice(11, -1)}+00` : text;
}
