import type { Database } from '@thelook/db';
import { readingsTable } from '@thelook/db/internal';
import { withRetries, type Logger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReadingsWriterOptions {
  db: Kysely<Database>;
  /** Readings a second. */
  rate: number;
  logger: Logger;
  signal: AbortSignal;
}

/** Milliseconds between two writes. */
const TICK_MS = 100;
/** Readings of a write at most: after a stall it catches up slowly. */
const MOST_AT_ONCE = 1_000;
/** Readings that stay; a change that writes the table anew takes as long as they are many. */
const KEPT = 5_000;

/**
 * Writes readings of devices steadily: each write adds some, checks some of those before, whose long trace it leaves as it
 * is, and deletes the oldest. It names no column that a change of the schema touches.
 */
export class ReadingsWriter {
  readonly #options: ReadingsWriterOptions;
  readonly #waits = createHistogram();
  #written = 0;

  constructor(options: ReadingsWriterOptions) {
    this.#options = options;
  }

  /** Readings so far, and how long writes have taken, in milliseconds. */
  get figures(): { readings: number; 'p99 in ms': number; 'longest in ms': number } {
    const ms = (nanoseconds: number) => Number((nanoseconds / 1e6).toFixed(1));
    const { count, max } = this.#waits;
    const p99 = count === 0 ? 0 : this.#waits.percentile(99);
    return { readings: this.#written, 'p99 in ms': ms(p99), 'longest in ms': count === 0 ? 0 : ms(max) };
  }

  /** Writes until the signal fires. @throws the server's error, unless it cannot be reached for a while */
  async run(): Promise<void> {
    const { rate, logger, signal } = this.#options;
    const started = performance.now();
    let passed = 0;
    while (!signal.aborted) {
      const due = Math.floor((rate * (performance.now() - started)) / 1_000) - this.#written - passed;
      const count = Math.min(due, MOST_AT_ONCE);
      passed += due - count;
      if (count > 0) {
        const begun = performance.now();
        await withRetries(() => this.#write(count), { logger, signal });
        this.#waits.record(Math.max(1, Math.round((performance.now() - begun) * 1e6)));
        this.#written += count;
      }
      await sleep(TICK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #write(count: number): Promise<void> {
    const { db } = this.#options;
    const table = sql.raw(readingsTable(db));
    await sql`
      with newest as (select coalesce(max(id), 0) as id from ${table}),
      checked as (
        update ${table} as reading set checked_at = clock_timestamp() from newest
        where reading.id > newest.id - ${count}::int and checked_at is null
      ), gone as (
        delete from ${table} as reading using newest where reading.id <= newest.id - ${KEPT}::int
      )
      insert into ${table} (device, temperature, trace)
      select 1 + floor(random() * 50), round((15 + 10 * random())::numeric, 2), repeat(md5(random()::text), 100)
      from generate_series(1, ${count}::int)`.execute(db);
  }
}
