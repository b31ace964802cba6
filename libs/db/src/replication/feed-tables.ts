import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';
import { salesColumns, salesTables } from './sales-rows.js';

/**
 * An SQL expression for a text that changes whenever what a publication shows of the sales is no longer the whole
 * truth: a table made anew or rewritten, a column renamed or of another type, a partition or a trigger added as
 * extensions that distribute tables do, or the publication altered. None of this is told by the stream of changes.
 * Costs a few look-ups in the catalogue.
 */
export function feedTables(db: Kysely<Database>, publication: string): RawBuilder<string> {
  const names = salesTables.map((table) => tableReference(db, table).sql);
  const columns = [...new Set(salesTables.flatMap((table) => Object.keys(salesColumns[table])))];
  return sql<string>`(
    select md5(concat_ws(' ',
      (select string_agg(concat_ws(':', pg_class.oid, pg_relation_filenode(pg_class.oid), relkind, relrowsecurity,
          (select count(*) from pg_inherits where inhparent = pg_class.oid),
          (select count(*) from pg_trigger where tgrelid = pg_class.oid),
          (select string_agg(concat(attnum, attname, atttypid), ',' order by attnum) from pg_attribute
           where attrelid = pg_class.oid and attname = any(${columns}::text[]) and not attisdropped)), ',' order by name)
       from unnest(${names}::text[]) as name join pg_class on pg_class.oid = to_regclass(name)),
      concat(published.oid, ':', published.xmin),
      (select string_agg(concat(oid, ':', xmin), ',' order by oid) from pg_publication_rel
       where prpubid = published.oid),
      (select string_agg(concat(oid, ':', xmin), ',' order by oid) from pg_publication_namespace
       where pnpubid = published.oid)))
    from (values (1)) as always
    left join pg_publication as published on published.pubname = ${publication})`;
}
