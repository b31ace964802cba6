import { PgoutputPlugin, type Pgoutput } from 'pg-logical-replication';
import { ReplicaIdentityError } from './errors.js';
import { salesColumns, type SalesRows, type SalesTable } from './sales-rows.js';

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
  | { kind: 'commit' };

/**
 * Reads the messages of PostgreSQL's `pgoutput` plug-in, one at a time and in order, for the sales of one schema.
 * Messages about anything else come to nothing.
 */
export class SalesChangeDecoder {
  readonly #schema: string;
  readonly #plugin = new PgoutputPlugin({ protoVersion: 1, publicationNames: [] });

  constructor(schema: string) {
    this.#schema = schema;
  }

  /**
   * @param message the content of one XLogData message.
   * @throws {ReplicaIdentityError} when a table does not tell which row has changed.
   * @throws when the message is not of pgoutput.
   */
  decode(message: Buffer): SalesChange | undefined {
    const decoded: Pgoutput.Message = this.#plugin.parse(message);
    switch (decoded.tag) {
      case 'relation':
        this.#learn(decoded);
        return undefined;
      case 'insert':
        return this.#put(decoded.relation, decoded.new);
      case 'update':
        return this.#put(decoded.relation, decoded.new, decoded.key ?? decoded.old);
      case 'delete':
        return this.#delete(decoded.relation, decoded.key ?? decoded.old);
      case 'truncate':
        return { kind: 'truncate', tables: this.#tablesOf(decoded.relations) };
      case 'message':
        return { kind: 'message', prefix: decoded.prefix, content: Buffer.from(decoded.content).toString() };
      case 'commit':
        return { kind: 'commit' };
      default:
        return undefined;
    }
  }

  /**
   * The plug-in's own parsers would round moments to milliseconds. It keeps each relation, so that these hold for all
   * rows to come.
   */
  #learn(relation: Pgoutput.MessageRelation): void {
    const table = this.#tableOf(relation);
    if (table !== undefined && !relation.keyColumns.includes('id')) {
      throw new ReplicaIdentityError(relation.schema, relation.name);
    }
    const parsers: Record<string, (text: string) => unknown> = table ? salesColumns[table] : {};
    for (const column of relation.columns) column.parser = parsers[column.name] ?? (() => undefined);
  }

  #put(
    relation: Pgoutput.MessageRelation,
    values: Record<string, unknown>,
    former?: Record<string, unknown> | null,
  ): SalesChange | undefined {
    const table = this.#tableOf(relation);
    if (table === undefined) return undefined;
    const row: Record<string, unknown> = {};
    for (const column of Object.keys(salesColumns[table])) {
      if (values[column] !== undefined) row[column] = values[column];
    }
    const key = row['id'];
    const formerKey = former?.['id'];
    // The values are what the parsers of this table's columns have made of them.
    return {
      kind: 'put',
      table,
      key,
      row,
      ...(formerKey !== undefined && formerKey !== key && { formerKey }),
    } as PutChange;
  }

  #delete(
    relation: Pgoutput.MessageRelation,
    former: Record<string, unknown> | null,
  ): SalesChange | undefined {
    const table = this.#tableOf(relation);
    if (table === undefined) return undefined;
    return { kind: 'delete', table, key: former?.['id'] } as DeleteChange;
  }

  #tablesOf(relations: readonly Pgoutput.MessageRelation[]): SalesTable[] {
    return relations.flatMap((relation) => this.#tableOf(relation) ?? []);
  }

  #tableOf({ schema, name }: Pgoutput.MessageRelation): SalesTable | undefined {
    return schema === this.#schema && isSalesTable(name) ? name : undefined;
  }
}

function isSalesTable(name: string): name is SalesTable {
  return Object.hasOwn(salesColumns, name);
}
