import { sql, type Kysely } from 'kysely';
import { escapeIdentifier } from 'pg';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';
import { PublicationError } from './errors.js';
import { feedPublicationName, runTolerantly, schemaOf, WIDE_PUBLICATION } from './feed-publication.js';

/** What is looked at in a page of a visit. */
const columns = ['session_id', 'sequence_number', 'created_at', 'traffic_source', 'event_type'];

/**
 * Finds or makes a publication that shows every page that is visited: one of that table only, else the wide one for
 * change data capture.
 *
 * @returns its name.
 * @throws {PublicationError} when there is none and the role may not make one.
 * @throws the server's error, for example because the table does not exist.
 */
export async function publishVisits(db: Kysely<Database>): Promise<string> {
  const schema = await schemaOf(db);
  const name = feedPublicationName(schema).replace(/^thelook_feed/, 'thelook_visits');
  const find = async () => {
    const { rows } = await sql<{ name: string }>`
      select pubname as name from pg_publication_tables join pg_publication using (pubname)
      where pubname = any(${[name, WIDE_PUBLICATION]}::text[]) and schemaname = ${schema} and tablename = 'events'
        and rowfilter is null and pubinsert and attnames::text[] @> ${columns}::text[]`.execute(db);
    return [name, WIDE_PUBLICATION].find((candidate) => rows.some((row) => row.name === candidate));
  };
  const known = await find();
  if (known === name) return known;
  const table = tableReference(db, 'events').sql;
  const statement = `create publication ${escapeIdentifier(name)} for table ${table} with (publish = 'insert')`;
  await runTolerantly(db, statement);
  const found = await find();
  if (found === undefined) throw new PublicationError(name, statement);
  return found;
}
