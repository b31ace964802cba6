import { readTestDecoding } from './test-decoding.js';
import { TransactionDigests } from './transaction-digests.js';

const SLOT = 'independent';

/** Asks the database. @throws when it does not answer */
type Query = <Row extends object>(sql: string) => Promise<Row[]>;

/** A row of `pg_logical_slot_peek_changes` with the plug-in `test_decoding`. */
export interface DecodedRow {
  xid: string;
  data: string;
}

/** What PostgreSQL's own plug-in `test_decoding` tells, read beside all else so that its slot holds back no log. */
export class IndependentLog {
  readonly digests = new TransactionDigests();
  readonly #query: Query;

  private constructor(query: Query) {
    this.#query = query;
  }

  /** Follows from now on, by a slot of its own. */
  static async open(query: Query): Promise<IndependentLog> {
    await query(`select pg_create_logical_replication_slot('${SLOT}', 'test_decoding')`);
    return new IndependentLog(query);
  }

  /** Reads what there is. Returns whether there was anything; a server that is away has nothing. */
  async read(): Promise<boolean> {
    try {
      const rows = await this.#query<DecodedRow & { lsn: string }>(
        `select lsn::text, xid::text, data from pg_logical_slot_peek_changes('${SLOT}', null, 50000)`,
      );
      addDecoded(this.digests, rows);
      const last = rows.at(-1)?.lsn;
      if (last === undefined) return false;
      // Only what has been taken note of, so that a server that dies now tells it again.
      await this.#query(`select pg_replication_slot_advance('${SLOT}', '${last}')`);
      // Else the next look would begin with what was logged since the last of these, some seconds ago.
      await this.#query('select pg_log_standby_snapshot()');
      return true;
    } catch {
      return false;
    }
  }
}

/** Adds whole transactions. The plug-in knows no publication: what it tells of the bookkeeping is left out. */
export function addDecoded(digests: TransactionDigests, rows: readonly DecodedRow[]): void {
  for (const { xid, data } of rows) {
    if (data.startsWith('COMMIT')) digests.end();
    else if (data.startsWith('table ecommerce.')) digests.add(readTestDecoding(Number(xid), data)!);
  }
}
