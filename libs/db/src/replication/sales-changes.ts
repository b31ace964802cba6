import { ReplicaIdentityError } from './errors.js';
import { PgoutputDecoder } from './pgoutput-decoder.js';
import type { FormerRow, Lsn, Relation, Tuple } from './pgoutput-messages.js';
import { microseconds, salesColumns, statusMoments, type SalesRows, type SalesTable } from './sales-rows.js';

type Key<Table extends SalesTable> = SalesRows[Table]['id'];

/** A row is there, or has new values. */
export type PutChange = {
  [Table in SalesTable]: {
    kind: 'put';
    table: Table;
    key: Key<Table>;
    /** The key that the row had until now, when that has changed. */
    formerKey?: Key<Table>;
    /** The values; without those that are stored out of line and have not changed, which the server leaves out. */
    row: Partial<SalesRows[Table]>;
    /** Of an order item that has been updated: when it reached its status, in microseconds since 1970. */
    reachedAt?: number;
  };
}[SalesTable];

/** A row is gone. */
export type DeleteChange = {
  [Table in SalesTable]: { kind: 'delete'; table: Table; key: Key<Table> };
}[SalesTable];

/** What the stream tells about sales. Changes come in the order of commits, a whole transaction at a time. */
export type SalesChange =
  | PutChange
  | DeleteChange
  /** All rows are gone. */
  | { kind: 'truncate'; tables: SalesTable[] }
  /** What `pg_logical_emit_message` was given. */
  | { kind: 'message'; prefix: string; content: string }
  /** A transaction is over; `end` may be confirmed. */
  | { kind: 'commit'; end: Lsn };

/** A column that a window shows: where it is in the table's rows, and how its text becomes a value. */
interface ShownColumn {
  name: string;
  index: number;
  parse: (text: string) => unknown;
}

/** What is looked at in the rows of a table of sales. */
interface ShownTable {
  table: SalesTable;
  id: ShownColumn;
  columns: readonly ShownColumn[];
  /** Of order items: where the moment stands at which a status was reached, by the status. */
  moments: ReadonlyMap<string, ShownColumn>;
}

/**
 * Reads the messages of PostgreSQL's `pgoutput` plug-in, one at a time and in order, for the sales of one schema.
 * Messages about anything else come to nothing.
 */
export class SalesChangeDecoder {
  readonly #schema: string;
  readonly #decoder = new PgoutputDecoder();
  readonly #shown = new Map<number, ShownTable>();

  constructor(schema: string) {
    this.#schema = schema;
  }

  /**
   * @param message the content of one XLogData message.
   * @throws {ReplicaIdentityError} when a table does not tell which row has changed.
   * @throws {RangeError} when the message is not of pgoutput.
   */
  decode(message: Buffer): SalesChange | undefined {
    const decoded = this.#decoder.decode(message);
    switch (decoded?.kind) {
      case 'relation':
        this.#learn(decoded.relation);
        return undefined;
      case 'insert':
        return this.#put(decoded.relation, decoded.after);
      case 'update':
        return this.#update(decoded.relation, decoded.after, decoded.before);
      case 'delete':
        return this.#delete(decoded.relation, decoded.before);
      case 'truncate': {
        const tables = decoded.relations.flatMap(({ oid }) => this.#shown.get(oid)?.table ?? []);
        return { kind: 'truncate', tables };
      }
      case 'message':
        return { kind: 'message', prefix: decoded.prefix, content: decoded.content.toString() };
      case 'commit':
        return { kind: 'commit', end: decoded.end };
      default:
        return undefined;
    }
  }

  #learn({ oid, schema, name, columns }: Relation): void {
    this.#shown.delete(oid);
    if (schema !== this.#schema || !isSalesTable(name)) return;
    if (!columns.some((column) => column.name === 'id' && column.isKey))
      throw new ReplicaIdentityError(schema, name);
    const shownColumn = (column: string, parse: (text: string) => unknown): ShownColumn => ({
      ...{ name: column, parse, index: columns.findIndex((candidate) => candidate.name === column) },
    });
    const shown = Object.entries(salesColumns[name]).map(([column, parse]) =>
      shownColumn(column, parse as (text: string) => unknown),
    );
    const moments = new Map(
      Object.entries(name === 'order_items' ? statusMoments : {}).map(
        ([status, column]) => [status, shownColumn(column, microseconds)] as const,
      ),
    );
    this.#shown.set(oid, { table: name, id: shown[0]!, columns: shown, moments });
  }

  #update(relation: Relation, after: Tuple, former: FormerRow | undefined): SalesChange | undefined {
    const change = this.#put(relation, after, former);
    if (change?.kind !== 'put' || change.table !== 'order_items') return change;
    const column = this.#shown.get(relation.oid)?.moments.get(change.row.status ?? '');
    const reachedAt = column && valueOf(after, column);
    return typeof reachedAt === 'number' ? { ...change, reachedAt } : change;
  }

  #put({ oid }: Relation, after: Tuple, former?: FormerRow): SalesChange | undefined {
    const shown = this.#shown.get(oid);
    if (shown === undefined) return undefined;
    const row: Record<string, unknown> = {};
    for (const column of shown.columns) {
      let value = valueOf(after, column);
      // What is stored out of line and has not changed is left out of the new row, and not out of a whole old one.
      if (value === undefined && former?.holds === 'row') value = valueOf(former.tuple, column);
      if (value !== undefined) row[column.name] = value;
    }
    const key = row['id'];
    const formerKey = former && valueOf(former.tuple, shown.id);
    // The values are what the parsers of this table's columns have made of them.
    return {
      kind: 'put',
      table: shown.table,
      key,
      row,
      ...(formerKey !== undefined && formerKey !== key && { formerKey }),
    } as PutChange;
  }

  #delete({ oid }: Relation, { tuple }: FormerRow): SalesChange | undefined {
    const shown = this.#shown.get(oid);
    if (shown === undefined) return undefined;
    return { kind: 'delete', table: shown.table, key: valueOf(tuple, shown.id) } as DeleteChange;
  }
}

/** Null is kept as such; undefined is what the server has left out. */
function valueOf(tuple: Tuple, { index, parse }: ShownColumn): unknown {
  const text = index < 0 ? undefined : tuple.text(index);
  return typeof text === 'string' ? parse(text) : text;
}

function isSalesTable(name: string): name is SalesTable {
  return Object.hasOwn(salesColumns, name);
}
