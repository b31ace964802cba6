import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.js';

/** Tells milliseconds that only grow. */
export type Stopwatch = () => number;

/** How much faster or slower one clock may be than the other, in parts of one. */
const DRIFT = 0.001;

/**
 * The database's clock as far as this process can know it: never ahead of it, and as little behind as the fastest of the
 * last answers allows. What is dated by it lies in nobody's future, whatever the clock of this machine says.
 *
 * @example
 * const clock = new ServerClock(db);
 * await clock.sync();
 * clock.now(); // milliseconds since 1970
 */
export class ServerClock {
  readonly #db: Kysely<Database>;
  readonly #stopwatch: Stopwatch;
  /** The server's clock showed `server` when the stopwatch showed at most `local`. */
  #reading: { server: number; local: number } | undefined;
  #last = 0;

  constructor(db: Kysely<Database>, stopwatch: Stopwatch = () => performance.now()) {
    this.#db = db;
    this.#stopwatch = stopwatch;
  }

  /** Asks the server; to be called before the first {@link now}, and every few seconds. */
  async sync(): Promise<void> {
    const asked = this.#stopwatch();
    const { rows } = await sql<{ now: number }>`
      select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(this.#db);
    // The server looked before the answer came: since then at least this much time has passed there.
    const reading = { server: rows[0]!.now, local: this.#stopwatch() };
    const estimate = this.#reading ? this.#estimate(this.#reading, reading.local) : -Infinity;
    const latest = reading.server + 1 + reading.local - asked;
    // Later than it can be there: the server's clock was set back.
    if (estimate > latest) this.#last = 0;
    if (estimate > latest || reading.server > estimate) this.#reading = reading;
  }

  /** The moment by the server's clock, in milliseconds since 1970, or a little earlier; it goes back only as that does. */
  now(): number {
    if (!this.#reading) throw new RangeError('the server has not been asked for its clock yet');
    this.#last = Math.max(this.#last, Math.floor(this.#estimate(this.#reading, this.#stopwatch())));
    return this.#last;
  }

  #estimate({ server, local }: { server: number; local: number }, at: number): number {
    return server + (at - local) * (1 - DRIFT);
  }
}
