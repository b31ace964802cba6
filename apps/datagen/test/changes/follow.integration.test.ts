import { createDb, readConnectionConfig, type ConnectionConfig, type Database } from '@thelook/db';
import { parseLsn } from '@thelook/db/internal';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { createLogger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileSink } from '../../src/changes/file-sink.js';
import { follow, type FollowOptions } from '../../src/changes/follow.js';
import { readLastEvent, type LastEvent } from '../../src/changes/position.js';
import type { ChangeBatch, Sink } from '../../src/changes/sink.js';

const logger = createLogger({ name: 'test', level: 'silent', env: {} });
let database: TestDatabase;
let config: ConnectionConfig;
let db: Kysely<Database>;
let folder: string;
const slots: string[] = [];
const running = new Set<() => Promise<unknown>>();
const held = new Set<HeldSink>();
beforeAll(async () => {
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL']!);
  config = readConnectionConfig({ DATABASE_URL: database.url })!;
  db = createDb({ ...config, maxConnections: 4 });
  await run('create publication cdc_publication for tables in schema public');
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-changes-'));
  await run('create table things (id int primary key, name text)');
});
afterEach(async () => {
  // One that has failed may have left its sink held.
  for (const sink of held) sink.release();
  held.clear();
  for (const stop of running) await stop().catch(() => undefined);
  running.clear();
  for (const slot of slots.splice(0)) {
    await until(async () => !(await slotOf(slot))?.active);
    if (await slotOf(slot)) await sql`select pg_drop_replication_slot(${slot})`.execute(db);
  }
  await run('drop table things');
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const run = (statement: string) => sql.raw(statement).execute(db);

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

async function slotOf(name: string) {
  const { rows } = await sql<{ active: boolean; confirmed: string }>`
    select active, confirmed_flush_lsn::text as confirmed from pg_replication_slots
    where slot_name = ${name}`.execute(db);
  return rows[0];
}

function newSlot(): string {
  slots.push(`test_${process.pid}_${Math.random().toString(36).slice(2)}`);
  return slots.at(-1)!;
}

interface Line {
  op: string;
  before: unknown;
  after: { id: number; name: string } | null;
  source: { lsn: number; txId: number; snapshot: string; table: string };
  transaction: { id: string; total_order: number };
}

/** Keeps lines in memory, and lets a test hold it. */
class HeldSink implements Sink {
  readonly needsEvents = false;
  text = '';
  largest = 0;
  #hold: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  hold(): void {
    held.add(this);
    this.#hold = new Promise((resolve) => (this.#release = resolve));
  }

  release(): void {
    this.#release();
  }

  get lines(): Line[] {
    return this.text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  }

  open(): Promise<LastEvent | undefined> {
    return Promise.resolve(undefined);
  }

  async clear(): Promise<void> {
    this.text = '';
  }

  async write({ bytes }: ChangeBatch): Promise<void> {
    this.largest = Math.max(this.largest, bytes.length);
    await this.#hold;
    this.text += bytes.toString();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Follows in the background; resolves when later changes will come. */
async function start(options: Partial<FollowOptions> & Pick<FollowOptions, 'sink'>) {
  const stopping = new AbortController();
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  const done = follow({
    database: { db, config },
    name: 'shop',
    publication: 'cdc_publication',
    slot: undefined,
    ...{ snapshot: false, once: false, heartbeatMs: 0, prefix: 'thelook', version: '0', decimals: 'string' },
    ...{ logger, signal: stopping.signal, onReady: ready },
    ...options,
  });
  done.catch(() => undefined);
  await Promise.race([isReady, done]);
  const stop = () => {
    stopping.abort(new Error('stopped'));
    return done;
  };
  running.add(stop);
  return { done, stop };
}

/** What comes when everything up to now is followed into a file. */
async function once(path: string, options: Partial<FollowOptions>): Promise<Line[]> {
  const sink = new FileSink(path);
  try {
    const { done } = await start({ once: true, sink, ...options });
    await done;
  } finally {
    await sink.close();
  }
  const text = await readFile(path, 'utf8');
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

const idsOf = (lines: readonly Line[]) => lines.map(({ after }) => after?.id);

test('tells what is committed as it is committed, and leaves no slot behind', async () => {
  const sink = new HeldSink();
  const { stop } = await start({ sink });
  await run(`insert into things values (1, 'one'); update things set name = 'two'; delete from things`);
  await run(`select pg_logical_emit_message(true, 'thelook.window', '{}')`);
  await until(async () => sink.lines.length === 3);
  const flow = await stop();
  expect(sink.lines).toMatchObject([
    { op: 'c', before: null, after: { id: 1, name: 'one' }, transaction: { total_order: 1 } },
    { op: 'u', before: null, after: { id: 1, name: 'two' }, transaction: { total_order: 2 } },
    { op: 'd', before: { id: 1 }, after: null, transaction: { total_order: 3 } },
  ]);
  expect(flow.changes).toBe(3);
  await until(
    async () =>
      (await sql`select from pg_replication_slots where database = current_database()`.execute(db)).rows
        .length === 0,
  );
});

test('positions rise where places in the log do not: in one COPY, and in transactions side by side', async () => {
  const sink = new HeldSink();
  const { stop } = await start({ sink });
  await run(`copy things from program 'printf "1\\tone\\n2\\ttwo\\n3\\tthree\\n"'`);
  let letCommit: () => void = () => undefined;
  const mayCommit = new Promise<void>((resolve) => (letCommit = resolve));
  let wrote: () => void = () => undefined;
  const hasWritten = new Promise<void>((resolve) => (wrote = resolve));
  const early = db.transaction().execute(async (transaction) => {
    await sql`insert into things values (4, 'early')`.execute(transaction);
    wrote();
    await mayCommit;
  });
  await hasWritten;
  await run(`insert into things values (5, 'late')`);
  letCommit();
  await early;
  await until(async () => sink.lines.length === 5);
  await stop();
  const { lines } = sink;
  expect(idsOf(lines)).toEqual([1, 2, 3, 5, 4]);
  expect(new Set(lines.slice(0, 3).map(({ source }) => source.lsn)).size).toBe(1);
  expect(lines[4]!.source.lsn).toBeLessThan(lines[3]!.source.lsn);
  const positions = lines.map((line) => readLastEvent(JSON.stringify(line))!);
  positions.slice(1).forEach(({ lsn, number }, index) => {
    const before = positions[index]!;
    expect(lsn > before.lsn || (lsn === before.lsn && number === before.number + 1)).toBe(true);
  });
});

test('goes on in a file behind its last whole line, wherever it was torn', async () => {
  const slot = newSlot();
  const path = join(folder, 'changes.ndjson');
  await once(path, { slot });
  await run(`insert into things select id, 'first' from generate_series(1, 3) as id`);
  await run(`insert into things select id, 'second' from generate_series(4, 6) as id`);
  const kept = newSlot();
  await sql`select pg_copy_logical_replication_slot(${slot}, ${kept}, false)`.execute(db);
  const whole = await once(path, { slot });
  expect(idsOf(whole)).toEqual([1, 2, 3, 4, 5, 6]);
  const text = await readFile(path, 'utf8');
  // As after a crash: the slot still has everything, and the file ends within a line, or within a transaction.
  for (const length of [
    0,
    10,
    text.indexOf('\n') + 1,
    text.length - 1,
    text.length - 300,
    text.indexOf('second'),
  ]) {
    const torn = join(folder, `torn-${length}`);
    await appendFile(torn, text.slice(0, length));
    const copy = newSlot();
    await sql`select pg_copy_logical_replication_slot(${kept}, ${copy}, false)`.execute(db);
    const again = await once(torn, { slot: copy });
    const withoutProcessing = (lines: Line[]) =>
      lines.map((line) => ({ ...line, ts_ms: 0, ts_us: 0, ts_ns: 0 }));
    expect(withoutProcessing(again)).toEqual(withoutProcessing(whole));
  }
});

test('confirms what the sink has stored, and nothing before', async () => {
  const slot = newSlot();
  const sink = new HeldSink();
  const { stop } = await start({ sink, slot });
  sink.hold();
  const { rows: found } = await sql<{ at: string }>`select pg_current_wal_insert_lsn()::text as at`.execute(
    db,
  );
  const before = parseLsn(found[0]!.at);
  await run(`insert into things values (1, 'held')`);
  await until(async () => sink.largest > 0);
  // The server has heard of this side several times since.
  const heard = () =>
    sql<{ at: Date | null }>`select reply_time as at from pg_stat_replication where pid =
      (select active_pid from pg_replication_slots where slot_name = ${slot})`.execute(db);
  await until(async () => (await heard()).rows[0]?.at instanceof Date);
  const { rows } = await heard();
  await until(async () => (await heard()).rows[0]!.at!.getTime() > rows[0]!.at!.getTime() + 2_000);
  expect(parseLsn((await slotOf(slot))!.confirmed)).toBeLessThanOrEqual(before);
  sink.release();
  await until(async () => parseLsn((await slotOf(slot))!.confirmed) > before);
  expect(idsOf(sink.lines)).toEqual([1]);
  await stop();
});

test('holds little while its sink is slow, however much is written', async () => {
  const sink = new HeldSink();
  const { stop } = await start({ sink });
  sink.hold();
  await run(`insert into things select id, repeat('x', 200) from generate_series(1, 100000) as id`);
  await until(async () => sink.largest > 0);
  const waiting = () =>
    sql<{ blocked: boolean }>`select wait_event = 'WalSenderWriteData' as blocked from pg_stat_activity
      where backend_type = 'walsender' and datname = current_database()`.execute(db);
  // The server itself is held back.
  await until(async () => (await waiting()).rows[0]?.blocked === true);
  sink.release();
  await until(async () => sink.text.length > 0 && sink.lines.length === 100_000);
  expect(sink.largest).toBeLessThan(4 * 2 ** 20);
  await stop();
});

test('begins with the rows that are there, just before the first change', async () => {
  await run(`insert into things select id, 'there' from generate_series(1, 2500) as id`);
  const slot = newSlot();
  const path = join(folder, 'changes.ndjson');
  const lines = await once(path, { slot, snapshot: true });
  expect(lines).toHaveLength(2_500);
  expect(lines.map(({ source }) => source.snapshot)).toEqual([
    'first',
    ...Array<string>(2_498).fill('true'),
    'last',
  ]);
  expect(lines.every(({ op, before }) => op === 'r' && before === null)).toBe(true);
  await run(`insert into things values (2501, 'later')`);
  const all = await once(path, { slot, snapshot: true });
  expect(all.slice(2_500)).toMatchObject([{ op: 'c', after: { id: 2_501 }, source: { snapshot: 'false' } }]);
});

test('begins a snapshot anew that was not written to its end, and makes no slot before', async () => {
  await run(`insert into things select id, 'there' from generate_series(1, 10) as id`);
  const slot = newSlot();
  const path = join(folder, 'changes.ndjson');
  const sink = new FileSink(path);
  const write = sink.write.bind(sink);
  sink.write = async (batch) => {
    await write({ ...batch, bytes: batch.bytes.subarray(0, batch.bytes.length / 2) });
    throw new Error('the disk is full');
  };
  const { done } = await start({ sink, slot, snapshot: true }).catch((error: Error) => ({
    done: Promise.reject(error),
  }));
  await expect(done).rejects.toThrow('the disk is full');
  await sink.close();
  expect(await slotOf(slot)).toBeUndefined();
  expect(await once(path, { slot, snapshot: true })).toHaveLength(10);
});

test('goes on after its connection was cut, with nothing lost or twice', async () => {
  const slot = newSlot();
  const sink = new HeldSink();
  const { stop } = await start({ sink, slot });
  for (let id = 1; id <= 3; id += 1) {
    await run(`insert into things values (${id}, 'x')`);
    await until(async () => sink.lines.length === id);
    await run(
      `select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '${slot}'`,
    );
  }
  await run(`insert into things values (4, 'x')`);
  await until(async () => sink.lines.length === 4);
  await stop();
  expect(idsOf(sink.lines)).toEqual([1, 2, 3, 4]);
});

test('refuses what would leave a gap, and a publication that is not there', async () => {
  const path = join(folder, 'changes.ndjson');
  const slot = newSlot();
  await once(path, { slot });
  await run(`insert into things values (1, 'x')`);
  await once(path, { slot });
  await expect(once(path, {})).rejects.toMatchObject({ code: 'THELOOK_SINK' });
  await expect(once(path, { slot: newSlot() })).rejects.toMatchObject({ code: 'THELOOK_SINK' });
  await appendFile(path, '{}\n');
  await expect(once(path, { slot })).rejects.toThrow('does not end with a change');
  await expect(once(join(folder, 'new'), { publication: 'other' })).rejects.toMatchObject({
    code: 'THELOOK_USAGE',
  });
});

test('warns of a publication that has the bookkeeping, too', async () => {
  await run('create publication everything for all tables');
  const told: string[] = [];
  const warning = Object.assign(Object.create(logger) as typeof logger, {
    warn: (text: string) => told.push(text),
  });
  await once(join(folder, 'new'), { publication: 'everything', logger: warning });
  expect(told).toEqual([expect.stringContaining('publication everything is for all tables')]);
  await run('drop publication everything');
});
