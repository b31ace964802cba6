import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../database.js';
import { bookkeepingTable } from './bookkeeping-tables.js';
import { shopAt, type ClockSegment } from './clock-segments.js';

/** What shop time passes at unless somebody says otherwise: a day a minute. */
export const DEFAULT_SPEED = 1_440;

/**
 * Generators look at the clock every second. A change counts from this many milliseconds on, when all of them know of it:
 * nobody dates what happens by the clock as it was.
 */
const LEAD_MS = 2_500;

/** The segments of the shop's clock, in the order of time; the last one may lie a little ahead. */
export async function readSegments(db: Kysely<Database>): Promise<ClockSegment[]> {
  const clock = sql.raw(bookkeepingTable(db, 'clock'));
  const { rows } = await sql<ClockSegment>`
    select ${milliseconds('real_from')} as "realFrom", ${milliseconds('shop_from')} as "shopFrom", speed
    from ${clock} order by real_from`.execute(db);
  return rows;
}

/**
 * Makes shop time pass at another speed from a moment on that is just ahead, or stand still (0); nothing changes when it
 * does so already.
 *
 * @param seen the last segment that the caller knows: when there is a later one, somebody else was faster
 * @returns whether the speed is as wanted now
 */
export function changeSpeed(
  db: Kysely<Database>,
  speed: number,
  seen: ClockSegment | undefined,
): Promise<boolean> {
  return locked(db, async (transaction) => {
    const segments = await readSegments(transaction);
    const last = segments.at(-1);
    if (last?.realFrom !== seen?.realFrom) return last?.speed === speed;
    if (last?.speed === speed) return true;
    await goOnAt(transaction, segments, (await nowOf(transaction)) + LEAD_MS, speed);
    return true;
  });
}

/**
 * Lets shop time pass, for a generator that begins its work: from where it stood, or from real time on a new shop. Where
 * the last generator was killed, shop time has stood still since it was seen last. Beside generators at work it joins
 * in.
 *
 * @param speed undefined: as it is or was, at first {@link DEFAULT_SPEED}
 * @param generator that begins; it does not count as at work yet
 * @example
 * await openClock(db, { generator: id, speed: 1 });
 */
export function openClock(
  db: Kysely<Database>,
  { generator, speed }: { generator: string; speed?: number | undefined },
): Promise<void> {
  return locked(db, async (transaction) => {
    const now = await nowOf(transaction);
    let segments = await readSegments(transaction);
    const { working, seenAt } = await othersOf(transaction, generator);
    const last = segments.at(-1);
    const running = last !== undefined && last.speed > 0;
    if (!working && running) {
      const stoodSince = Math.max(last.realFrom, Math.min(now, seenAt ?? last.realFrom));
      await goOnAt(transaction, segments, stoodSince, 0);
      segments = await readSegments(transaction);
    }
    // Beside others shop time may be held: then it is they who let it go on.
    if (working && last && (speed === undefined || last.speed === 0)) return;
    const former = segments.findLast((segment) => segment.speed > 0 && segment.realFrom > 0)?.speed;
    const wanted = speed ?? former ?? DEFAULT_SPEED;
    const from = working ? now + LEAD_MS : now;
    if (segments.at(-1)?.speed !== wanted) await goOnAt(transaction, segments, from, wanted);
  });
}

/** Stops shop time when the generator that ends its work was the last one. */
export function closeClock(db: Kysely<Database>, { generator }: { generator: string }): Promise<void> {
  return locked(db, async (transaction) => {
    const segments = await readSegments(transaction);
    const { working } = await othersOf(transaction, generator);
    if (working || !segments.some(({ speed }) => speed > 0)) return;
    if (segments.at(-1)!.speed > 0) await goOnAt(transaction, segments, await nowOf(transaction), 0);
  });
}

/**
 * Notes where a history ends, on a shop that was not open yet: up to there shop time is real time, and it stands still
 * until a generator goes on.
 */
export function endHistory(db: Kysely<Database>, until: number): Promise<void> {
  return locked(db, async (transaction) => {
    if ((await readSegments(transaction)).length === 0) await goOnAt(transaction, [], until, 0);
  });
}

/** Longer than a generator at work is ever silent, unless it is dead. */
const SILENCE = "interval '10 seconds'";

async function othersOf(
  transaction: Transaction<Database>,
  generator: string,
): Promise<{ working: boolean; seenAt: number | undefined }> {
  const generators = sql.raw(bookkeepingTable(transaction, 'generators'));
  const { rows } = await sql<{ working: boolean | null; seenAt: number | null }>`
    select bool_or(seen_at > clock_timestamp() - ${sql.raw(SILENCE)}) as working,
      ${milliseconds('max(seen_at)')} as "seenAt"
    from ${generators} where id <> ${generator}`.execute(transaction);
  return { working: rows[0]?.working ?? false, seenAt: rows[0]?.seenAt ?? undefined };
}

async function goOnAt(
  transaction: Transaction<Database>,
  segments: readonly ClockSegment[],
  real: number,
  speed: number,
): Promise<void> {
  const clock = sql.raw(bookkeepingTable(transaction, 'clock'));
  const last = segments.at(-1);
  const realFrom = last ? Math.max(real, last.realFrom + 1) : real;
  const shopFrom = shopAt(segments, realFrom);
  await sql`insert into ${clock} (real_from, shop_from, speed)
    values (${new Date(realFrom)}, ${new Date(Math.round(shopFrom))}, ${speed})`.execute(transaction);
}

/** Whoever changes the clock at the same moment waits; readers do not. */
function locked<Result>(
  db: Kysely<Database>,
  work: (transaction: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    const clock = sql.raw(bookkeepingTable(transaction, 'clock'));
    await sql`lock table ${clock} in share row exclusive mode`.execute(transaction);
    return work(transaction);
  });
}

async function nowOf(transaction: Transaction<Database>): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${milliseconds('clock_timestamp()')} as now`.execute(
    transaction,
  );
  return rows[0]!.now;
}

function milliseconds(expression: string) {
  return sql.raw(`floor(extract(epoch from ${expression}) * 1000)::float8`);
}
