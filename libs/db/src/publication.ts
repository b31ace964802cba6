import { sql, type Kysely } from 'kysely';
import { DatabaseError, escapeIdentifier } from 'pg';
import type { Database } from './database.js';
import { findReadings, READINGS, readingsTable } from './evolution/device-readings.js';
import { tableReference } from './table-reference.js';
import { tableNames } from './tables.js';

/** What became of the publication. `absent`: there is none, or not one that covers every table. */
export type PublicationState = 'created' | 'extended' | 'unchanged' | 'absent';

interface Facts {
  exists: boolean;
  /** Whether it is one `for all tables`, or has the whole schema, later tables included. */
  coversSchema: boolean;
  /** Tables of ours that it does not cover yet, quoted. */
  missing: string[];
  /** Only superusers may publish a whole schema. */
  superuser: boolean;
}

/**
 * Makes a publication cover every table of the shop, and the readings of `datagen evolve`, next to what it covers already: the schema as a whole where
 * the role may do that, else table by table.
 */
export async function publish(
  db: Kysely<Database>,
  name: string,
): Promise<{ state: PublicationState; warnings: string[] }> {
  const facts = await readFacts(db, name);
  const { exists, superuser, coversSchema, missing } = facts;
  if (exists && (coversSchema || (!superuser && missing.length === 0))) {
    return { state: 'unchanged', warnings: [] };
  }
  const { schema } = tableReference(db, 'users');
  const objects =
    superuser && schema !== undefined
      ? `tables in schema ${escapeIdentifier(schema)}`
      : `table ${missing.join(', ')}`;
  const publication = escapeIdentifier(name);
  const statement = exists
    ? `alter publication ${publication} add ${objects}`
    : `create publication ${publication} for ${objects}`;
  try {
    await sql.raw(statement).execute(db);
    return { state: exists ? 'extended' : 'created', warnings: [] };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== INSUFFICIENT_PRIVILEGE) throw error;
    const warning =
      `The role may not publish the tables (${error.message}): change data capture will not see all of them. ` +
      `Somebody who may can run: ${statement};`;
    return { state: 'absent', warnings: [warning] };
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

async function readFacts(db: Kysely<Database>, name: string): Promise<Facts> {
  const references = tableNames.map((table) => tableReference(db, table));
  const schema = references[0]?.schema;
  const readings = (await findReadings(db)) === 'ours' ? [{ name: READINGS, sql: readingsTable(db) }] : [];
  const { rows } = await sql<Omit<Facts, 'missing'> & { covered: string[] }>`
    select
      publication.oid is not null as "exists",
      coalesce(publication.puballtables, false) or exists (
        select from pg_publication_namespace as member
        join pg_namespace on pg_namespace.oid = member.pnnspid
        where member.pnpubid = publication.oid and pg_namespace.nspname = ${schema}
      ) as "coversSchema",
      array(
        select tablename::text from pg_publication_tables
        where pubname = ${name} and schemaname = ${schema}
      ) as covered,
      (select rolsuper from pg_roles where rolname = current_user) as superuser
    from (values (1)) as always
    left join pg_publication as publication on publication.pubname = ${name}`.execute(db);
  const facts = rows[0];
  if (!facts) throw new Error('the catalogue gave no answer about publications');
  const missing = [...references, ...readings]
    .filter((table) => !facts.covered.includes(table.name))
    .map((table) => table.sql);
  return { ...facts, missing };
}
