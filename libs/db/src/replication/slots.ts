import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.js';

/** A logical slot of the database, and what it holds back. Sizes are in bytes. */
export interface SlotState {
  name: string;
  plugin: string;
  isTemporary: boolean;
  isActive: boolean;
  /** Where whoever reads it has confirmed that everything is stored, as PostgreSQL writes places in the log. */
  confirmedLsn: string | null;
  /** The log behind that. */
  lagBytes: number | null;
  /** By the server's own measure, in seconds: how long a commit has taken to be confirmed; of a slot that is read. */
  lagSeconds: number | null;
  /** Log that the server keeps because of it. */
  heldBytes: number | null;
  /** What may still be written before it is lost; null: no bound is set. */
  safeBytes: number | null;
  /** `reserved`, `extended`, `unreserved` or `lost`. */
  walStatus: string | null;
  /** Transactions since the oldest whose dead rows of the catalogue may not be removed. */
  xminAge: number | null;
  /** Whether standbys keep it; undefined before PostgreSQL 17. */
  failover?: boolean;
  /** Since when nobody reads it; undefined before PostgreSQL 17. */
  inactiveSince?: Date | null;
  /** Why it cannot be read any more; undefined before PostgreSQL 16. */
  invalidation?: string | null;
}

/** The server's major version, such as 18. */
export async function serverVersion(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select current_setting('server_version_num')::int / 10000 as version`.execute(db);
  return rows[0]!.version;
}

/** The logical slots of this database, by name, with what the server's version tells of them. */
export async function readSlots(db: Kysely<Database>): Promise<SlotState[]> {
  const version = await serverVersion(db);
  const newer = [
    ...(version >= 17 ? ['slot.failover', 'slot.inactive_since as "inactiveSince"'] : []),
    ...(version >= 17
      ? ['slot.invalidation_reason as invalidation']
      : version >= 16
        ? [`case when slot.conflicting then 'conflicting' end as invalidation`]
        : []),
  ];
  const { rows } = await sql<SlotState>`
    select slot.slot_name as name, slot.plugin, slot.temporary as "isTemporary", slot.active as "isActive",
      slot.confirmed_flush_lsn::text as "confirmedLsn",
      (here - slot.confirmed_flush_lsn)::float8 as "lagBytes",
      extract(epoch from sender.flush_lag)::float8 as "lagSeconds",
      (here - slot.restart_lsn)::float8 as "heldBytes",
      slot.safe_wal_size::float8 as "safeBytes",
      slot.wal_status as "walStatus",
      age(slot.catalog_xmin) as "xminAge"
      ${newer.length > 0 ? sql.raw(`, ${newer.join(', ')}`) : sql``}
    from pg_replication_slots as slot
    cross join (
      select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end as here
    ) as log
    left join pg_stat_replication as sender on sender.pid = slot.active_pid
    where slot.slot_type = 'logical' and slot.database = current_database()
    order by slot.slot_name`.execute(db);
  return rows;
}

/**
 * Makes a slot that lasts: from now on the server keeps every change until it is confirmed, or `max_slot_wal_keep_size`
 * is reached.
 *
 * @param failover standbys keep it, too; from PostgreSQL 17 on
 * @throws {RangeError} for `failover` on an older server
 * @throws the server's error: the name is taken or not allowed, no slot is free, ...
 */
export async function createSlot(
  db: Kysely<Database>,
  name: string,
  { failover = false }: { failover?: boolean } = {},
): Promise<void> {
  const version = await serverVersion(db);
  if (failover && version < 17) {
    throw new RangeError(`failover is true; allowed: false on PostgreSQL ${version}, as it came with 17`);
  }
  const options = version >= 17 ? sql`, false, false, ${failover}::boolean` : sql``;
  await sql`select pg_create_logical_replication_slot(${name}, 'pgoutput'${options})`.execute(db);
}

/** Drops a slot: what it holds back may go. @throws the server's error: there is none, or it is being read */
export async function dropSlot(db: Kysely<Database>, name: string): Promise<void> {
  await sql`select pg_drop_replication_slot(${name})`.execute(db);
}

/** A publication of the database, and how many tables it shows. */
export interface PublicationSummary {
  name: string;
  coversAllTables: boolean;
  tables: number;
}

/** The publications of this database, by name. */
export async function readPublications(db: Kysely<Database>): Promise<PublicationSummary[]> {
  const { rows } = await sql<PublicationSummary>`
    select pubname as name, puballtables as "coversAllTables",
      (select count(*)::int from pg_publication_tables as shown where shown.pubname = pg_publication.pubname) as tables
    from pg_publication order by pubname`.execute(db);
  return rows;
}
