import { type Database } from '@thelook/db';
import { bookkeepingSchema } from '@thelook/db/internal';
import type { LivingFigures, Profile } from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import { escapeIdentifier } from 'pg';
import { RecordsError } from './errors.js';

/** A run as it is recorded beside the shop. */
export interface RecordedRun {
  id: number;
  profile: Profile;
  seed: string;
  flags: Record<string, unknown>;
  /** Those that differ from the usual ones. */
  figures: Partial<LivingFigures>;
}

/** How shop time has passed. */
export interface ShopClock {
  /** The table of its segments, the function that tells it, and the one that maps it back, quoted. */
  segments: string;
  shopTime: string;
  realTime: string;
  /** The moment up to which shop time was real time. */
  since: string;
  /** The highest speed that there has been, 1 at least. */
  fastest: number;
  /** The speed of now; 0 while no generator runs. */
  speed: number;
}

/** What is known of a shop besides its rows, at the moment that all checks look at. */
export interface ShopFacts {
  /** Moments as PostgreSQL writes them, to the microsecond. */
  now: string;
  /** The shop time of now, or that of the last sign of life of a generator when none is left. */
  shopNow: string;
  /** In the order in which they were opened; empty where nothing is recorded. */
  runs: readonly RecordedRun[];
  /** Undefined where shop time is real time. */
  clock: ShopClock | undefined;
  /** Generators at work. */
  generators: number;
}

/** A generator at work is never silent for longer. */
const SEEN_WITHIN = '10 seconds';

/**
 * Reads what datagen keeps beside a shop; in a database without it, all there is to know is the time. To be called in
 * the transaction in which the checks are made, before any other statement that looks at its snapshot.
 *
 * @throws {RecordsError} when there are records that the role may not read
 */
export async function readShopFacts(db: Kysely<Database>, schema: string): Promise<ShopFacts> {
  const beside = bookkeepingSchema(schema);
  const {
    rows: [found],
  } = await sql<{ now: string; recorded: boolean; readable: boolean; role: string }>`
    select clock_timestamp()::text as now, count(*) = 3 as recorded, current_user as role,
           bool_and(has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')) as readable
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = ${beside} and c.relname in ('runs', 'clock', 'generators')`.execute(db);
  const { now, recorded, readable, role } = found!;
  if (!recorded) return { now, shopNow: now, runs: [], clock: undefined, generators: 0 };
  if (!readable) throw new RecordsError(beside, role);
  return readRecords(db, escapeIdentifier(beside), now);
}

async function readRecords(db: Kysely<Database>, beside: string, now: string): Promise<ShopFacts> {
  const { rows: runs } = await sql<RecordedRun>`
    select id, profile, seed, flags, figures from ${sql.raw(beside)}.runs order by id`.execute(db);
  const {
    rows: [generators],
  } = await sql<{ alive: number; seen: string }>`
    select count(*) filter (where seen_at > ${now}::timestamptz - ${SEEN_WITHIN}::interval) as alive,
           least(max(seen_at), ${now}::timestamptz)::text as seen
      from ${sql.raw(beside)}.generators`.execute(db);
  const {
    rows: [clock],
  } = await sql<{ since: string | null; fastest: number; speed: number; shopNow: string }>`
    select min(real_from)::text as since, greatest(max(speed), 1) as fastest,
           (select speed from ${sql.raw(beside)}.clock order by real_from desc limit 1) as speed,
           ${sql.raw(beside)}.shop_time(${generators!.seen}::timestamptz)::text as "shopNow"
      from ${sql.raw(beside)}.clock`.execute(db);
  const { since, fastest, speed, shopNow } = clock!;
  const names = {
    segments: `${beside}.clock`,
    shopTime: `${beside}.shop_time`,
    realTime: `${beside}.real_time`,
  };
  return {
    now,
    shopNow,
    runs,
    clock: since === null ? undefined : { ...names, since, fastest, speed },
    generators: generators!.alive,
  };
}
