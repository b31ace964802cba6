import { LANES, takeDue } from '@thelook/db';
import { sql } from 'kysely';
import pg from 'pg';
import type { Figure } from '../report.js';
import type { TransitionShop } from './transition-shop.js';

/** Steps that are taken and committed at once. */
const BATCH = 200;

const lanes = Array.from({ length: LANES }, (_, lane) => lane);

/**
 * A generator at work, which takes what is due and commits it: on an agenda that holds nothing else, on one with many
 * sleepers, and beside a snapshot that is held open, so that nothing dead can be cleared away.
 */
export async function takeCase(shop: TransitionShop, sleepers: number): Promise<Figure[]> {
  await workSeconds(shop);
  const alone = await workSeconds(shop);
  const started = performance.now();
  await shop.addSleepers(sleepers);
  const filled = (performance.now() - started) / 1_000;
  await sql`analyze thelook.agenda`.execute(shop.db);
  await workSeconds(shop);
  const among = await workSeconds(shop);
  const snapshot = new pg.Client({ connectionString: shop.url });
  await snapshot.connect();
  await snapshot.query('begin isolation level repeatable read; select count(*) from ecommerce.users');
  let beside = among;
  for (let round = 0; round < 3; round += 1) beside = await workSeconds(shop);
  await snapshot.end();
  const rate = shop.orders.length;
  return [
    { name: 'insertEntries', value: sleepers / filled, unit: 'entries/s' },
    { name: 'take and commit, agenda empty otherwise', value: rate / alone.seconds, unit: 'steps/s' },
    { name: `  with ${sleepers} entries more`, value: rate / among.seconds, unit: 'steps/s' },
    { name: '  ratio', value: alone.seconds / among.seconds, unit: 'x', atLeast: 0.9 },
    { name: '  beside a snapshot, the third time', value: rate / beside.seconds, unit: 'steps/s' },
    { name: '  ratio', value: alone.seconds / beside.seconds, unit: 'x', atLeast: 0.9 },
    { name: 'take alone, of a step', value: (alone.taking / rate) * 1e6, unit: 'us' },
    { name: '  with all entries', value: (among.taking / rate) * 1e6, unit: 'us' },
    { name: '  beside a snapshot', value: (beside.taking / rate) * 1e6, unit: 'us' },
    { name: 'sequential scans of the agenda', value: await sequentialScans(shop), unit: '', atMost: 0 },
  ];
}

interface Work {
  seconds: number;
  /** Seconds of them that went into taking. */
  taking: number;
}

/** Every order moves on by one step. */
async function workSeconds(shop: TransitionShop): Promise<Work> {
  const from = shop.orders[0]!.entry.due;
  const until = shop.orders.at(-1)!.entry.due;
  const started = performance.now();
  let taking = 0;
  let done = 0;
  for (let after = from; done < shop.orders.length;) {
    const asked = performance.now();
    const due = await takeDue(shop.db, { lanes, until, after, limit: BATCH });
    taking += performance.now() - asked;
    const last = due.at(-1);
    if (!last) throw new Error('nothing is due');
    const now = new Date();
    await shop.commit(due.map(({ life }) => shop.step(life, now)));
    done += due.length;
    after = last.due;
  }
  return { seconds: (performance.now() - started) / 1_000, taking: taking / 1_000 };
}

/** Of one take, as its transaction counts them. */
async function sequentialScans(shop: TransitionShop): Promise<number> {
  return shop.db.transaction().execute(async (transaction) => {
    const until = shop.orders.at(-1)!.entry.due;
    await takeDue(transaction, { lanes, until, after: -Infinity, limit: BATCH });
    const { rows } = await sql<{ scans: number }>`
      select seq_scan as scans from pg_stat_xact_user_tables
      where relid = 'thelook.agenda'::regclass`.execute(transaction);
    return rows[0]?.scans ?? NaN;
  });
}
