import { sql, type Kysely, type Migration } from 'kysely';
import { escapeIdentifier } from 'pg';
import { bookkeepingExists, bookkeepingSchema } from '../bookkeeping/bookkeeping-tables.js';
import { createSchema } from '../create-table.js';
import type { Database } from '../database.js';
import { tableReference } from '../table-reference.js';

/**
 * Creates the schema of what datagen keeps beside the shop: which runs there are, how shop time passes, what is to
 * happen when, and who is at work. The record of backfills moves there from the schema of the shop.
 */
export const bookkeeping: Migration = {
  async up(db: Kysely<Database>): Promise<void> {
    // Asked for nothing, a role needs no right.
    if (await bookkeepingExists(db, '0003-bookkeeping')) return;
    const shop = tableReference(db, 'users').schema ?? 'public';
    const schema = bookkeepingSchema(shop);
    await createSchema(db, schema);
    const from = escapeIdentifier(shop);
    const to = escapeIdentifier(schema);
    for (const statement of [
      ...tables(to),
      ...ledger(from, to),
      ...clockFunctions(to),
      ...stepFunctions(to),
    ]) {
      await sql.raw(statement).execute(db);
    }
  },
};

function tables(schema: string): string[] {
  return [
    `create table if not exists ${schema}.runs (
      id integer generated always as identity primary key,
      profile text not null,
      seed text not null,
      figures jsonb not null,
      flags jsonb not null,
      catalogue text not null,
      model integer not null,
      opened_at timestamptz not null default now(),
      next_life bigint not null default 0
    )`,
    `create table if not exists ${schema}.clock (
      real_from timestamptz primary key,
      shop_from timestamptz not null,
      speed double precision not null check (speed >= 0)
    )`,
    // A row changes with each step of its life, so that the table is rewritten all the time: it is vacuumed often.
    `create table if not exists ${schema}.agenda (
      run integer not null,
      kind text not null,
      life bigint not null,
      lane smallint not null,
      due timestamptz not null,
      state jsonb not null,
      primary key (run, kind, life)
    ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)`,
    `create index if not exists agenda_lane_due_idx on ${schema}.agenda (lane, due)`,
    `create table if not exists ${schema}.departed (
      user_id uuid primary key,
      seen_at timestamptz not null
    )`,
    `create table if not exists ${schema}.generators (
      id uuid primary key,
      started_at timestamptz not null,
      seen_at timestamptz not null
    )`,
    `create table if not exists ${schema}.lanes (
      lane smallint primary key,
      owner uuid,
      until timestamptz not null default '-infinity'
    )`,
    `insert into ${schema}.lanes (lane) select generate_series(0, 31) on conflict do nothing`,
  ];
}

function ledger(from: string, to: string): string[] {
  return [
    `alter table if exists ${from}.backfill_runs set schema ${to}`,
    `alter table if exists ${from}.backfill_chunks set schema ${to}`,
    `create table if not exists ${to}.backfill_runs (
      run_id uuid primary key,
      seed text not null,
      users bigint not null,
      since timestamptz not null,
      until timestamptz not null,
      ghosts integer not null,
      chunk_users integer not null,
      catalogue text not null,
      started_at timestamptz not null default now(),
      finished_at timestamptz
    )`,
    `create table if not exists ${to}.backfill_chunks (
      run_id uuid not null,
      chunk integer not null,
      rows integer not null,
      bytes integer not null,
      written_at timestamptz not null default now(),
      constraint backfill_chunks_pkey primary key (run_id, chunk)
    )`,
  ];
}

/**
 * Shop time runs through the points of the clock's segments; before the first one it is real time. Spans are counted
 * in seconds: as an interval one might be a day, which is not always 24 hours.
 */
function clockFunctions(schema: string): string[] {
  return [
    `create or replace function ${schema}.shop_time(moment timestamptz) returns timestamptz
      language plpgsql stable parallel safe as $$
      declare segment ${schema}.clock;
      begin
        select * into segment from ${schema}.clock where real_from <= moment order by real_from desc limit 1;
        if not found then return moment; end if;
        return segment.shop_from
          + make_interval(secs => extract(epoch from moment - segment.real_from)::float8 * segment.speed);
      end $$`,
    `comment on function ${schema}.shop_time is 'The shop time at a real moment.'`,
    `create or replace function ${schema}.real_time(moment timestamptz) returns timestamptz
      language plpgsql stable parallel safe as $$
      declare segment ${schema}.clock;
      begin
        select * into segment from ${schema}.clock where shop_from < moment order by real_from desc limit 1;
        if not found then return least(moment, (select min(real_from) from ${schema}.clock)); end if;
        return least(
          case when segment.speed > 0 then segment.real_from
            + make_interval(secs => extract(epoch from moment - segment.shop_from)::float8 / segment.speed) end,
          (select min(real_from) from ${schema}.clock where real_from > segment.real_from));
      end $$`,
    `comment on function ${schema}.real_time is
      'The first real moment at which it was that shop time; null when it has not been yet and time stands still.'`,
  ];
}

/** What makes a step be done once. They raise codes of their own, by which commitSteps tells what happened. */
function stepFunctions(schema: string): string[] {
  return [
    `create or replace function ${schema}.move_step(
        of_run integer, of_kind text, of_life bigint, done timestamptz, next timestamptz, next_state jsonb)
      returns void language plpgsql as $$
      begin
        if next is null then
          delete from ${schema}.agenda where run = of_run and kind = of_kind and life = of_life and due = done;
        else
          update ${schema}.agenda set due = next, state = next_state
          where run = of_run and kind = of_kind and life = of_life and due = done;
        end if;
        if not found then raise exception 'step is not in the agenda any more' using errcode = 'TL001'; end if;
      end $$`,
    `create or replace function ${schema}.expect_rows(counted bigint, wanted bigint) returns void language plpgsql as $$
      begin
        if counted <> wanted then
          raise exception '% of % pieces are on the shelf', counted, wanted using errcode = 'TL002';
        end if;
      end $$`,
  ];
}
