import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatLsn, parseLsn, PgoutputDecoder, ReplicationClient, type Lsn } from '../../src/index.js';
import { useTestServer } from '../test-database.js';

const server = useTestServer();

interface Slot {
  confirmed: string;
  /** When the server last had a word of whoever reads the slot. */
  reply: Date | null;
}

/** A slot that outlives connections, on a table of whole numbers. */
async function stage() {
  const schema = server.newSchema();
  const config = server.config(schema);
  const db = server.connect(config);
  const slot = `test_${randomBytes(6).toString('hex')}`;
  await sql
    .raw(
      `create schema ${schema}; create table ${schema}.things (id int primary key);
       create table ${schema}.unpublished (id int);
       create publication ${schema} for table ${schema}.things`,
    )
    .execute(db);
  await sql`select pg_create_logical_replication_slot(${slot}, 'pgoutput')`.execute(db);
  const client = (options = '') => {
    const url = new URL(config.connection.connectionString!);
    if (options) url.searchParams.set('options', options);
    return ReplicationClient.connect({ ...config, connection: { connectionString: url.href } });
  };
  const look = async (): Promise<Slot> => {
    const { rows } = await sql<Slot>`
      select confirmed_flush_lsn::text as confirmed, reply_time as reply
      from pg_replication_slots left join pg_stat_replication on pid = active_pid
      where slot_name = ${slot}`.execute(db);
    return rows[0]!;
  };
  const until = async (isAsWanted: (slot: Slot) => boolean): Promise<void> => {
    while (!isAsWanted(await look())) await sleep(20);
  };
  const run = (statement: string) => sql.raw(statement.replaceAll('@', `${schema}.`)).execute(db);
  const position = async (): Promise<Lsn> => {
    const { rows } = await sql<{ at: string }>`select pg_current_wal_insert_lsn()::text as at`.execute(db);
    return parseLsn(rows[0]!.at);
  };
  return {
    schema,
    slot,
    client,
    look,
    until,
    run,
    position,
    drop: () => sql`select pg_drop_replication_slot(${slot})`.execute(db),
  };
}

/** Resolves when so many transactions have come, with their ends. */
function commits(
  client: ReplicationClient,
  { slot, schema }: { slot: string; schema: string },
  count: number,
) {
  const decoder = new PgoutputDecoder();
  const ends: Lsn[] = [];
  return new Promise<Lsn[]>((resolve) => {
    client.start({ name: slot }, schema, (bytes) => {
      const message = decoder.decode(bytes);
      if (message?.kind === 'commit') ends.push(message.end);
      if (ends.length === count) resolve(ends);
    });
  });
}

test('sends again what has not been confirmed, and nothing that has', async () => {
  const { run, until, client, drop, ...on } = await stage();
  for (const id of [1, 2, 3]) await run(`insert into @things values (${id})`);
  const first = await client();
  const [one] = await commits(first, on, 3);
  first.confirm(one!);
  await first.close();
  await until(({ reply }) => reply === null);
  const second = await client();
  const again = await commits(second, on, 2);
  expect(again[0]).toBeGreaterThan(one!);
  second.confirm(again[1]!);
  await until(({ confirmed }) => parseLsn(confirmed) >= again[1]!);
  await second.close();
  await until(({ reply }) => reply === null);
  await run('insert into @things values (4)');
  const third = await client();
  const [fourth] = await commits(third, on, 1);
  expect(fourth).toBeGreaterThan(again[1]!);
  await third.close();
  await until(({ reply }) => reply === null);
  await drop();
});

test('confirms what the server passes without a change, unless something is outstanding', async () => {
  const { run, until, look, client, position, drop, ...on } = await stage();
  await run('insert into @things values (1)');
  const reader = await client();
  const [end] = await commits(reader, on, 1);
  await run('insert into @unpublished select generate_series(1, 1000)');
  const passed = await position();
  // Several words of this side later, what was handed out is outstanding still.
  await until(({ reply }) => reply !== null);
  const { reply } = await look();
  await until((slot) => slot.reply!.getTime() > reply!.getTime() + 2_000);
  expect(parseLsn((await look()).confirmed)).toBeLessThan(end!);
  reader.confirm(end!);
  await run(`select pg_logical_emit_message(false, 'more', ''), pg_switch_wal()`);
  await until(({ confirmed }) => parseLsn(confirmed) >= passed);
  expect(formatLsn(reader.confirmed)).toBe((await look()).confirmed);
  await reader.close();
  await until((slot) => slot.reply === null);
  await drop();
});

test('is not cut off while it is paused for much longer than the server waits', async () => {
  const { run, until, look, client, drop, ...on } = await stage();
  const reader = await client('-c wal_sender_timeout=400');
  const arrived = commits(reader, on, 1);
  reader.pause();
  await run('insert into @things select generate_series(1, 200000)');
  await until(({ reply }) => reply !== null);
  const { reply } = await look();
  await until((slot) => slot.reply!.getTime() > reply!.getTime() + 2_000);
  reader.resume();
  expect(await arrived).toHaveLength(1);
  await reader.close();
  await until((slot) => slot.reply === null);
  await drop();
});
