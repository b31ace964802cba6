import { sql, type Kysely } from 'kysely';
import { bookkeepingTable } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';
import { LANES } from './agenda-data.js';

export interface LaneLeasesOptions {
  /** Tells this generator from others: a UUID. */
  id: string;
  /** How long a lane stays with a generator that is not heard of; in milliseconds. By default five seconds. */
  leaseMs?: number;
}

/**
 * A generator's share of the agenda's lanes. Lanes are leased by the server's clock and shared evenly by those who work
 * at the moment: who comes gets its part within a renewal or two, who goes gives it back, and the lanes of one that was
 * killed are free when its lease is over. Each renewal is one statement, so it works through a pooler of transactions.
 *
 * @example
 * const leases = new LaneLeases(db, { id: randomUUID() });
 * const lanes = await leases.renew(); // every second or so
 * await leases.release();
 */
export class LaneLeases {
  readonly #db: Kysely<Database>;
  readonly #id: string;
  readonly #lease: number;
  #place = 0;

  constructor(db: Kysely<Database>, { id, leaseMs = 5_000 }: LaneLeasesOptions) {
    this.#db = db;
    this.#id = id;
    this.#lease = leaseMs / 1_000;
  }

  /** The place of this generator among those at work, from 0, as of the last renewal. */
  get place(): number {
    return this.#place;
  }

  /** Says that this generator is at work, and gives the lanes that are its own until the lease is over. */
  async renew(): Promise<number[]> {
    const generators = sql.raw(bookkeepingTable(this.#db, 'generators'));
    const lanes = sql.raw(bookkeepingTable(this.#db, 'lanes'));
    return this.#db.transaction().execute(async (transaction) => {
      // One after the other: two who share out at the same moment would both take what is free.
      await sql`lock table ${lanes} in share row exclusive mode`.execute(transaction);
      await sql`insert into ${generators} (id, started_at, seen_at)
        values (${this.#id}, clock_timestamp(), clock_timestamp())
        on conflict (id) do update set seen_at = clock_timestamp()`.execute(transaction);
      await sql`delete from ${generators} where seen_at < clock_timestamp() - interval '1 day'`.execute(
        transaction,
      );
      const { rows: alive } = await sql<{ id: string }>`
        select id from ${generators}
        where seen_at > clock_timestamp() - make_interval(secs => ${this.#lease})
        order by id`.execute(transaction);
      this.#place = alive.findIndex(({ id }) => id === this.#id);
      const share = Math.floor(LANES / alive.length) + (this.#place < LANES % alive.length ? 1 : 0);
      const { rows } = await sql<{ lane: number }>`
        with mine as (
          select lane from ${lanes}
          where owner = ${this.#id} or owner is null or until < clock_timestamp()
          order by owner is not distinct from ${this.#id} desc, lane limit ${share}
        ), given as (
          update ${lanes} set owner = null, until = '-infinity'
          where owner = ${this.#id} and lane not in (select lane from mine)
        )
        update ${lanes} set owner = ${this.#id},
          until = clock_timestamp() + make_interval(secs => ${this.#lease})
        where lane in (select lane from mine)
        returning lane`.execute(transaction);
      return rows.map(({ lane }) => lane).sort((one, other) => one - other);
    });
  }

  /** Gives all lanes back, and is not at work any more. */
  async release(): Promise<void> {
    const generators = sql.raw(bookkeepingTable(this.#db, 'generators'));
    const lanes = sql.raw(bookkeepingTable(this.#db, 'lanes'));
    await sql`with gone as (delete from ${generators} where id = ${this.#id})
      update ${lanes} set owner = null, until = '-infinity' where owner = ${this.#id}`.execute(this.#db);
  }
}
