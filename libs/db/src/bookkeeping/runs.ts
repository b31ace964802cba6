import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.js';
import { bookkeepingTable } from './bookkeeping-tables.js';

/** What all lives of a run are pure in. */
export interface RunRecord {
  profile: string;
  seed: string;
  /** Flags that shape lives, and figures that differ from the profile's: plain JSON. */
  flags: object;
  figures: object;
  /** Tells one catalogue from another. */
  catalogue: string;
  /** The version of the model that made the lives. */
  model: number;
}

/** A run as it is recorded. */
export interface Run extends RunRecord {
  id: number;
  openedAt: Date;
}

/**
 * Finds the run of this description, or records it. Those who ask at the same moment get the same run.
 *
 * @example
 * const run = await openRun(db, { profile: 'living', seed: '42', flags: {}, figures: {}, catalogue: 'a1b2', model: 1 });
 * run.id; // 1
 */
export async function openRun(db: Kysely<Database>, record: RunRecord): Promise<Run> {
  return db.transaction().execute(async (transaction) => {
    const runs = sql.raw(bookkeepingTable(db, 'runs'));
    // Readers pass; who opens a run at the same moment waits and finds it.
    await sql`lock table ${runs} in share row exclusive mode`.execute(transaction);
    const { profile, seed, catalogue, model } = record;
    const flags = JSON.stringify(record.flags);
    const figures = JSON.stringify(record.figures);
    const { rows: known } = await sql<Run>`
      select ${columns} from ${runs}
      where profile = ${profile} and seed = ${seed} and flags = ${flags}::jsonb and figures = ${figures}::jsonb
        and catalogue = ${catalogue} and model = ${model}
      order by id limit 1`.execute(transaction);
    if (known[0]) return known[0];
    const { rows: opened } = await sql<Run>`
      insert into ${runs} (profile, seed, flags, figures, catalogue, model)
      values (${profile}, ${seed}, ${flags}::jsonb, ${figures}::jsonb, ${catalogue}, ${model})
      returning ${columns}`.execute(transaction);
    return opened[0]!;
  });
}

const columns = sql.raw('id, profile, seed, flags, figures, catalogue, model, opened_at as "openedAt"');

/** The runs of the database, the first one first. */
export async function readRuns(db: Kysely<Database>): Promise<Run[]> {
  const runs = sql.raw(bookkeepingTable(db, 'runs'));
  const { rows } = await sql<Run>`select ${columns} from ${runs} order by id`.execute(db);
  return rows;
}

/**
 * Takes numbers of lives that nobody else gets: as many as `count`, from the one that is given on.
 *
 * @example
 * const first = await reserveLives(db, run.id, 100); // 0 at first, then 100
 */
export async function reserveLives(db: Kysely<Database>, run: number, count: number): Promise<number> {
  const runs = sql.raw(bookkeepingTable(db, 'runs'));
  // Nobody waits for the disk: a life that begins is committed later, and what is later is never kept without this.
  const { rows } = await sql<{ first: number }>`
    update ${runs} set next_life = next_life + ${count} where id = ${run}
    returning next_life - ${count} as first, set_config('synchronous_commit', 'off', true)`.execute(db);
  const [reserved] = rows;
  if (!reserved) throw new RangeError(`there is no run ${run}`);
  return reserved.first;
}
