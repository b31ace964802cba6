import { commitOf, keyColumn, rowText, type ChangeLine, type Row } from './change-line.js';

/** Faults that are told; the rest is counted. */
const TOLD = 20;

/** Looks at the changes of whole transactions, for what may not be left half done. */
export interface TransactionWatch {
  /** A row was there, and is there now; undefined: was not, or is not. */
  change(table: string, before: Row | undefined, after: Row | undefined, isNew: boolean): void;
  /** All changes of a transaction have been told: what is wrong with it. */
  end(tables: ReplayTables): string[];
}

/** Rows by table and key. */
export type ReplayTables = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/**
 * Applies the lines of `changes` to tables in memory, and holds each against what is there. With replica identity FULL a
 * change tells the whole row as it was: what is lost, doubled, swapped or altered does not fit what comes before or after.
 *
 * @example
 * const replay = new StreamReplay();
 * for await (const line of readChangeLines(path)) replay.apply(line);
 * replay.end();
 * expect(replay.faults).toEqual([]);
 */
export class StreamReplay {
  /** May be changed between two lines, where a message in the stream says that a table was altered. */
  readonly tables = new Map<string, Map<string, Row>>();
  /** The first few that were found. */
  readonly faults: string[] = [];
  faultCount = 0;
  /** Changes by what they are. */
  readonly counts: Record<string, number> = {};
  readonly #watch: TransactionWatch | undefined;
  #commit = 0;
  #isOpen = false;
  #number = 0;
  #orders = new Map<string, number>();

  constructor(watch?: TransactionWatch) {
    this.#watch = watch;
  }

  /** Applies the next line. */
  apply(line: ChangeLine): void {
    const { op, transaction, source } = line;
    const commit = commitOf(line);
    if (!this.#isOpen || commit !== this.#commit) this.#begin(commit);
    this.counts[op] = (this.counts[op] ?? 0) + 1;
    this.#number += 1;
    const order = (this.#orders.get(source.table) ?? 0) + 1;
    this.#orders.set(source.table, order);
    if (transaction && transaction.total_order !== this.#number)
      this.#fault(`${nameOf(line)} should be change ${this.#number} of its transaction`);
    if (op === 'm') return;
    if (transaction && transaction.data_collection_order !== order)
      this.#fault(`${nameOf(line)} should be change ${order} of its table`);
    if (op === 't') this.tables.delete(source.table);
    else this.#change(line);
  }

  /** No more lines come. */
  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const fault of this.#watch?.end(this.tables) ?? [])
      this.#fault(`transaction ${this.#commit}: ${fault}`);
  }

  /** The rows of a table as text, in any order. */
  rows(table: string): Set<string> {
    return new Set([...(this.tables.get(table)?.values() ?? [])].map(rowText));
  }

  #begin(commit: number): void {
    this.end();
    if (commit <= this.#commit) this.#fault(`commit ${commit} comes after ${this.#commit}`);
    this.#isOpen = true;
    this.#commit = commit;
    this.#number = 0;
    this.#orders = new Map();
  }

  #change(line: ChangeLine): void {
    const { before, after, op, source } = line;
    const { table } = source;
    let rows = this.tables.get(table);
    if (!rows) this.tables.set(table, (rows = new Map<string, Row>()));
    const key = String((after ?? before)?.[keyColumn(table)]);
    const there = rows.get(key);
    if (op === 'c' || op === 'r') {
      if (there) this.#fault(`${nameOf(line)} inserts ${key}, which is there`);
    } else if (!there) this.#fault(`${nameOf(line)} changes ${key}, which is not there`);
    else if (!before || rowText(before) !== rowText(there))
      this.#fault(`${nameOf(line)} tells of ${key} what it was not`);
    if (after) rows.set(key, after);
    else rows.delete(key);
    if (there ?? after) this.#watch?.change(table, there, after ?? undefined, op === 'c');
  }

  #fault(what: string): void {
    this.faultCount += 1;
    if (this.faults.length < TOLD) this.faults.push(what);
  }
}

function nameOf({ source, op, transaction }: ChangeLine): string {
  return `${source.table} ${op} ${transaction?.id}-${transaction?.total_order}`;
}
