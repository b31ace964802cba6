import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.js';
import type { Relation, ReplicaIdentity } from './pgoutput-messages.js';

/** A table of a publication, as its rows come in the stream. */
export interface PublishedTable {
  relation: Relation;
  /** Columns of the primary key, in its order; empty when there is none. */
  primaryKey: readonly string[];
  /** A condition on the rows that are published. */
  rowFilter: string | null;
}

export interface PublicationFacts {
  name: string;
  /** It has every table of the database, those of bookkeeping included. */
  coversAllTables: boolean;
  tables: readonly PublishedTable[];
}

interface TableFacts {
  oid: number;
  schema: string;
  name: string;
  identity: string;
  rowFilter: string | null;
  primaryKey: string[];
  columns: { name: string; type: number; typeModifier: number; isKey: boolean }[];
}

const identities: Readonly<Record<string, ReplicaIdentity>> = {
  d: 'default',
  n: 'nothing',
  f: 'full',
  i: 'index',
};

/** What a publication shows now; undefined when there is none of this name. */
export async function readPublication(
  db: Kysely<Database>,
  name: string,
): Promise<PublicationFacts | undefined> {
  const { rows: found } = await sql<{ coversAllTables: boolean }>`
    select puballtables as "coversAllTables" from pg_publication where pubname = ${name}`.execute(db);
  const [publication] = found;
  if (!publication) return undefined;
  const { rows } = await sql<TableFacts>`
    select pg_class.oid::int8::float8 as oid, schemaname as schema, tablename as name, relreplident as identity,
      rowfilter as "rowFilter",
      array(
        select attname::text from pg_index
        cross join unnest(indkey::int2[]) with ordinality as part (attnum, place)
        join pg_attribute on attrelid = indrelid and pg_attribute.attnum = part.attnum
        where indrelid = pg_class.oid and indisprimary order by place
      ) as "primaryKey",
      (
        select coalesce(json_agg(json_build_object(
          'name', attname, 'type', atttypid::int8, 'typeModifier', atttypmod,
          'isKey', relreplident = 'f' or exists (
            select from pg_index
            where indrelid = attrelid and attnum = any (indkey::int2[])
              and case when relreplident = 'i' then indisreplident else indisprimary end)
        ) order by attnum), '[]')
        from pg_attribute
        where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
          and attname = any (attnames)
      ) as columns
    from pg_publication_tables
    join pg_namespace on nspname = schemaname
    join pg_class on relnamespace = pg_namespace.oid and relname = tablename
    where pubname = ${name}
    order by schemaname, tablename`.execute(db);
  const tables = rows.map(({ identity, rowFilter, primaryKey, ...relation }) => ({
    relation: { ...relation, replicaIdentity: identities[identity] ?? 'nothing' },
    primaryKey,
    rowFilter,
  }));
  return { name, coversAllTables: publication.coversAllTables, tables };
}
