import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';
import { salesTables } from './sales-rows.js';

/**
 * An SQL expression for a text that changes whenever what a publication shows of the sales is no longer the whole
 * truth: a table made anew or rewritten, or the publication altered. None of this is told by the stream of changes.
 * Costs a few look-ups in the catalogue.
 */
export function feedTables(db: Kysely<Database>, publication: string): RawBuilder<string> {
  const names = salesTables.map((table) => tableReference(db, table).sql);
  return sql<string>`(
    select concat_ws(' ',
      (select string_agg(concat(to_regclass(name)::oid, ':', pg_relation_filenode(to_regclass(name))), ',')
       from unnest(${names}::text[]) as name),
      concat(published.oid, ':', published.xmin),
      (select string_agg(concat(oid, ':', xmin), ',' order by oid) from pg_publication_rel
       where prpubid = published.oid),
      (select string_agg(concat(oid, ':', xmin), ',' order by oid) from pg_publication_namespace
       where pnpubid = published.oid))
    from (values (1)) as always
    left join pg_publication as published on published.pubname = ${publication})`;
}
