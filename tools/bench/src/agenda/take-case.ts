import { LANES, takeDue } from '@thelook/db/internal';
import { sql } from 'kysely';
import pg from 'pg';
import type { Figure } from '../report.js';
import type { TransitionShop } from './transition-shop.js';

/** Steps that are taken and committed at once, and for one measurement at least. */
const BATCH = 200;
const STEPS = 40_000;
/** Later than any order moves on, and before those wake up that have nothing to do. */
const UNTIL = Date.UTC(2090, 0, 1);

const lanes = Array.from({ length: LANES }, (_, lane) => lane);

export interface TakeOptions {
  /** Entries of the agenda that are not due for a long time. */
  sleepers: number;
  /** How long a snapshot is held open while orders move on. */
  minutes: number;
}

/**
 * A generator at work, which takes what is due and commits it: on an agenda that holds nothing else, on one with many
 * sleepers, and beside a snapshot that is held open, so that nothing dead can be cleared away.
 */
export async function takeCase(shop: TransitionShop, { sleepers, minutes }: TakeOptions): Promise<Figure[]> {
  const worker = new Worker(shop);
  await worker.do(STEPS);
  const alone = await worker.do(STEPS);
  const started = performance.now();
  await shop.addSleepers(sleepers);
  const filled = (performance.now() - started) / 1_000;
  await sql`analyze thelook.agenda`.execute(shop.db);
  await worker.do(STEPS);
  const among = await worker.do(STEPS);
  const snapshot = new pg.Client({ connectionString: shop.url });
  await snapshot.connect();
  await snapshot.query('begin isolation level repeatable read; select count(*) from ecommerce.users');
  const opened = performance.now();
  const before = worker.done;
  let beside: Work;
  do beside = await worker.do(STEPS);
  while (performance.now() - opened < minutes * 60_000);
  const moves = (worker.done - before) / shop.orders.length;
  const scans = await sequentialScans(shop);
  await snapshot.end();
  return [
    { name: 'insertEntries', value: sleepers / filled, unit: 'entries/s' },
    { name: 'take and commit, agenda empty otherwise', value: alone.rate, unit: 'steps/s' },
    { name: `  with ${sleepers} entries more`, value: among.rate, unit: 'steps/s' },
    { name: '  ratio', value: among.rate / alone.rate, unit: 'x', atLeast: 0.9 },
    { name: `  beside a snapshot of ${minutes} minutes`, value: beside.rate, unit: 'steps/s' },
    { name: '  ratio', value: beside.rate / alone.rate, unit: 'x', atLeast: 0.9 },
    { name: '  steps of an order since it was taken', value: moves, unit: '' },
    { name: 'take alone, of a step', value: alone.taking, unit: 'us' },
    { name: '  with all entries', value: among.taking, unit: 'us' },
    { name: '  beside the snapshot', value: beside.taking, unit: 'us' },
    { name: 'sequential scans of the agenda', value: scans, unit: '', atMost: 0 },
  ];
}

interface Work {
  /** Steps a second. */
  rate: number;
  /** Microseconds of a step that went into taking it. */
  taking: number;
}

/** Lets the orders move on, one after the other and then the first one again. */
class Worker {
  readonly #shop: TransitionShop;
  #after = 0;
  done = 0;

  constructor(shop: TransitionShop) {
    this.#shop = shop;
  }

  async do(steps: number): Promise<Work> {
    const started = performance.now();
    const end = this.done + steps;
    let taking = 0;
    while (this.done < end) {
      const asked = performance.now();
      const due = await takeDue(this.#shop.db, { lanes, until: UNTIL, after: this.#after, limit: BATCH });
      taking += performance.now() - asked;
      const last = due.at(-1);
      if (!last) throw new Error('nothing is due');
      const now = new Date();
      await this.#shop.commit(due.map(({ life }) => this.#shop.step(life, now)));
      this.done += due.length;
      this.#after = last.due;
    }
    const ms = performance.now() - started;
    return { rate: (steps / ms) * 1_000, taking: (taking / steps) * 1_000 };
  }
}

/** Of one take, as its transaction counts them. */
async function sequentialScans(shop: TransitionShop): Promise<number> {
  return shop.db.transaction().execute(async (transaction) => {
    await takeDue(transaction, { lanes, until: UNTIL, after: -Infinity, limit: BATCH });
    const { rows } = await sql<{ scans: number }>`
      select seq_scan as scans from pg_stat_xact_user_tables
      where relid = 'thelook.agenda'::regclass`.execute(transaction);
    return rows[0]?.scans ?? NaN;
  });
}
