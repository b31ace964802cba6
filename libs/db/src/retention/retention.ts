import { sql, type Kysely } from 'kysely';
import { bookkeepingOf, bookkeepingTable } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';
import { ArgumentError } from '../errors.js';
import { retentionBounds } from './bounds.js';
import { firstUsers, retireUsers, usersOf, type UserSpan } from './retire-users.js';
import { firstVisits, retireVisits, type RetiredVisits, type VisitSpan } from './retire-visits.js';

/** What a batch has deleted, by table. */
export interface Retired extends RetiredVisits {
  users: number;
  /** Whether there is nothing more to do at this moment. */
  done: boolean;
}

export interface RetireBatch {
  /** What the moment is by the server's clock, in milliseconds since 1970. */
  now: number;
  /** Web events, or users, that a transaction looks at. By default 2000. */
  limit?: number;
}

/** A way through the old rows, the oldest first. */
interface Round {
  startedAt: number;
  /** What is left of it. */
  visits: VisitSpan;
  /** Those who are looked at afterwards, where it began at the very beginning and saw what had stayed the last time. */
  users: UserSpan | undefined;
}

const DEFAULT_LIMIT = 2_000;

/** The shortest retention, in milliseconds: by then what a shop writes late has been written. */
const SHORTEST = 10_000;

/** Old rows that stay are looked at again so many times while a row becomes old. */
const WHOLE_ROUNDS = 10;

/** So long rows are waited for, in milliseconds: before the server looks for deadlocks, so that the others go on. */
const LOCK_TIMEOUT = 100;

/** SQLSTATEs: somebody else is at these rows; the next batch tries again. */
const occupied = new Set(['55P03', '40P01', '40001']);

const nothing = { orders: 0, order_items: 0, inventory_items: 0, events: 0, users: 0 };

/** What is left for who finds another generator at it. */
const elsewhere = { retired: nothing, round: undefined };

/**
 * Keeps a shop in constant space: removes what has been finished for longer than a span of real time.
 *
 * - Orders with nothing ahead of them, together with their items, the pieces sold, and their sessions.
 * - Sessions without an order.
 * - Users who have neither rows nor anything ahead.
 *
 * Rows of a history stay, and so does everything of an order that is not finished. Each batch is a transaction, after
 * which no row refers to one that is gone. Of several generators one at a time retires; the others find nothing to do.
 *
 * @example
 * const retention = new Retention(db, 6 * 3_600_000);
 * let retired;
 * do retired = await retention.retire({ now: serverClock.now() });
 * while (!retired.done);
 */
export class Retention {
  readonly #db: Kysely<Database>;
  readonly #olderThan: number;
  #round: Round | undefined;
  /** Whether the index is there that retiring needs. */
  #indexed = false;
  #lastWhole = -Infinity;
  /** Up to here everything has been looked at, in milliseconds since 1970. */
  #front = 0;

  /**
   * @param olderThan milliseconds of real time
   * @throws {ArgumentError} when it is shorter than ten seconds
   */
  constructor(db: Kysely<Database>, olderThan: number) {
    if (!(olderThan >= SHORTEST && olderThan < Infinity)) {
      throw new ArgumentError('olderThan', olderThan, `milliseconds from ${SHORTEST}`);
    }
    this.#db = db;
    this.#olderThan = olderThan;
  }

  /**
   * Deletes the next batch, if there is one.
   *
   * @throws {ArgumentError} unless the limit is a whole number from 1
   */
  async retire({ now, limit = DEFAULT_LIMIT }: RetireBatch): Promise<Retired> {
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new ArgumentError('limit', limit, 'a whole number from 1');
    const calledAt = performance.now();
    try {
      const result = await this.#db.transaction().execute(async (transaction) => {
        if (!(await claim(transaction))) return elsewhere;
        if (!this.#indexed) await indexUsersAhead(transaction);
        const current = this.#round ?? (await this.#begin(transaction, now));
        // A connection, or a server that is busy, may have been waited for.
        const begunAt = now + performance.now() - calledAt;
        return current
          ? this.#batch(transaction, current, { now, limit, begunAt })
          : { retired: nothing, round: undefined };
      });
      if (result !== elsewhere) this.#indexed = true;
      const { retired, round } = result;
      if (!round) return { ...retired, done: true };
      // Only now that it is committed: what failed is tried again.
      this.#round = this.#unlessOver(round);
      return { ...retired, done: this.#round === undefined };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && occupied.has(String(error.code)))) throw error;
      return { ...nothing, done: true };
    }
  }

  async #begin(db: Kysely<Database>, now: number): Promise<Round | undefined> {
    const bounds = await retentionBounds(db, now - this.#olderThan);
    if (!bounds) return undefined;
    const whole = now - this.#lastWhole >= this.#olderThan / WHOLE_ROUNDS;
    const { since, until } = bounds;
    const from = whole ? since : Math.max(since, this.#front);
    if (until <= from) return undefined;
    return { startedAt: now, visits: { from, until }, users: whole ? usersOf(since, now) : undefined };
  }

  async #batch(
    db: Kysely<Database>,
    round: Round,
    { now, limit, begunAt }: Required<RetireBatch> & { begunAt: number },
  ): Promise<{ retired: Omit<Retired, 'done'>; round: Round }> {
    if (round.visits.from < round.visits.until) {
      const visits = await firstVisits(db, round.visits, limit);
      const retired = await retireVisits(db, visits, now - this.#olderThan);
      return {
        retired: { ...nothing, ...retired },
        round: { ...round, visits: { ...round.visits, from: visits.until } },
      };
    }
    const users = await firstUsers(db, round.users!, limit);
    const deleted = await retireUsers(db, users, begunAt, round.visits.until);
    return {
      retired: { ...nothing, users: deleted },
      round: { ...round, users: { ...round.users!, from: users.until } },
    };
  }

  #unlessOver(round: Round): Round | undefined {
    const { visits, users } = round;
    if (visits.from < visits.until || (users && users.from < users.until)) return round;
    this.#front = visits.until;
    if (users) this.#lastWhole = round.startedAt;
    return undefined;
  }
}

/**
 * By this index it is found out whether the buyer of an order, or a user, has something ahead. It makes every step of a
 * life dearer by a third of what its move in the agenda costs, so that a shop that keeps everything does without.
 */
async function indexUsersAhead(db: Kysely<Database>): Promise<void> {
  const agenda = sql.raw(bookkeepingTable(db, 'agenda'));
  await sql`
    create index if not exists agenda_user_idx on ${agenda} (((state->>'user')::bigint))
    where ((state->>'user')::bigint) is not null`.execute(db);
}

/** Whether nobody else retires; valid for the transaction. */
async function claim(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ claimed: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('thelook.retention'), hashtext(${bookkeepingOf(db)})) as claimed,
      set_config('lock_timeout', ${String(LOCK_TIMEOUT)}, true)`.execute(db);
  return rows[0]!.claimed;
}
