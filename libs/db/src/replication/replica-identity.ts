import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.js';
import { findReadings, READINGS, readingsTable } from '../evolution/device-readings.js';
import { tableReference } from '../table-reference.js';
import { tableNames } from '../tables.js';

/** How long a table is waited for: whoever comes later waits behind. */
const LOCK_TIMEOUT = '5s';

/**
 * Sets what the log tells of a row as it was, for each of the shop's tables that are there, and the readings of
 * `datagen evolve`: `default` its key when that
 * changes or the row is deleted, `full` the whole row.
 *
 * @returns the tables that had another identity
 * @throws the server's error: the role does not own a table, or somebody held it for five seconds (`55P03`)
 * @example
 * await setReplicaIdentity(db, 'full'); // ['users', 'orders', ...]
 */
export async function setReplicaIdentity(
  db: Kysely<Database>,
  identity: 'default' | 'full',
): Promise<string[]> {
  const references: { name: string; sql: string }[] = tableNames.map((table) => tableReference(db, table));
  if ((await findReadings(db)) === 'ours') references.push({ name: READINGS, sql: readingsTable(db) });
  const { rows } = await sql<{ place: number }>`
    select (place - 1)::int as place from unnest(${references.map((table) => table.sql)}::text[]) with ordinality as wanted (name, place)
    join pg_class on pg_class.oid = to_regclass(name)
    where relreplident <> ${identity === 'full' ? 'f' : 'd'} order by place`.execute(db);
  for (const { place } of rows) {
    await db.transaction().execute(async (transaction) => {
      await sql.raw(`set local lock_timeout to '${LOCK_TIMEOUT}'`).execute(transaction);
      await sql
        .raw(`alter table ${references[place]!.sql} replica identity ${identity}`)
        .execute(transaction);
    });
  }
  return rows.map(({ place }) => references[place]!.name);
}
