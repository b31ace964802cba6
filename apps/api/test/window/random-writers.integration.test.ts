import fc from 'fast-check';
import { DatabaseError, type Client } from 'pg';
import { beginning, history, type Round, type Write } from './random-writes.js';
import { FollowedView, openShop, refreshUntil, turnedClock, type TestShop } from './test-shop.js';

let shop: TestShop;
let writers: Client[];

beforeAll(async () => {
  shop = await openShop();
  writers = await Promise.all([shop.connect(), shop.connect(), shop.connect()]);
  // Rather than wait for each other for ever, they give up, which is one more thing that happens.
  for (const client of [...writers, shop.admin])
    await client.query(`set lock_timeout = '20ms'; set deadlock_timeout = '10ms'`);
});
afterAll(() => shop.close());

/** Refreshes made while windows followed the stream, and by full queries. */
const compared = { replication: 0, query: 0 };
let itemsCompared = 0;

test('equals the full query at every refresh, whatever writers, clock and connection do', async () => {
  const limits = { numRuns: 60, interruptAfterTimeLimit: 30_000, endOnFailure: true };
  await fc.assert(fc.asyncProperty(history, playAndCompare), limits);
  // Both ways have been taken.
  expect(compared.query).toBeGreaterThan(0);
  expect(compared.replication).toBeGreaterThan(20);
  expect(itemsCompared).toBeGreaterThan(500);
});

async function playAndCompare(rounds: Round[]): Promise<void> {
  await shop.admin.query(beginning);
  const source = shop.source({ clock: turnedClock });
  const views: FollowedView[] = [];
  const open = (minutes: number) => views.push(new FollowedView(minutes, source.open(minutes)));
  try {
    open(1);
    open(5);
    for (const [index, round] of rounds.entries()) {
      // It cannot begin while a transaction is open.
      const quiet = !writers.some((writer) => inTransaction.has(writer));
      if (quiet) await refreshUntil(views[0]!, () => source.mode === 'replication');
      if (index === 1) open(0.5);
      if (index === 6) open(30);
      await Promise.all([
        ...round.writers.map((writes, writer) => play(writers[writer]!, writes)),
        ...views.map((view) => view.refresh()),
        truncate(round.truncated),
      ]);
      await shop.admin.query(`update clock set at = at + $1 * interval '1 second'`, [round.clock]);
      if (round.cut) await cutStream();
      await Promise.all(views.map((view) => view.refresh()));
      compared[source.mode] += 1;
      for (const view of views) {
        await view.compare(shop.admin);
        itemsCompared += view.items.size;
      }
    }
  } finally {
    for (const writer of writers) await attempt(writer, { kind: 'rollback' });
    await source.stop();
  }
}

/** Errors, such as a lock that is not to be had, are part of the game. */
async function play(writer: Client, writes: Write[]): Promise<void> {
  for (const write of writes) await attempt(writer, write);
}

async function truncate(table: string | undefined): Promise<void> {
  if (table === undefined) return;
  // Somebody in a transaction keeps the table locked.
  const locked = (error: { code?: string }) => expect(error.code).toBe('55P03');
  await shop.admin.query(`truncate ${table}`).catch(locked);
}

/** Writers in the middle of a transaction. */
const inTransaction = new WeakSet<Client>();

async function attempt(writer: Client, write: Write): Promise<void> {
  try {
    if (write.kind === 'sql') await writer.query(write.text, write.values);
    else if (write.kind === 'savepoint') await writer.query('savepoint here');
    else if (write.kind === 'undo') await writer.query('rollback to savepoint here');
    else await writer.query(write.kind);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
  }
  if (write.kind === 'begin') inTransaction.add(writer);
  if (write.kind === 'commit' || write.kind === 'rollback') inTransaction.delete(writer);
}

async function cutStream(): Promise<void> {
  await shop.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where backend_type = 'walsender' and datname = current_database()`,
  );
}
