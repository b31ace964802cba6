import { startThrowawayServer, type TestDatabase, type ThrowawayServer } from '@thelook/embedded-postgres';
import pg from 'pg';
import { RunningProcess, sourceFlags } from './running-process.js';

let server: ThrowawayServer;
let database: TestDatabase;

beforeAll(async () => {
  server = await startThrowawayServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase();
});
afterEach(() => database.drop());

function datagen(...args: string[]): RunningProcess {
  return new RunningProcess(process.execPath, [...sourceFlags, 'apps/datagen/src/main.ts', ...args], {
    DATABASE_URL: database.url,
  });
}

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Resolves when a chunk is committed; rejects when the process ends before. */
async function untilChunk(running: RunningProcess): Promise<void> {
  await running.untilOutput(/new backfill/);
  for (;;) {
    const [ledger] = await query<{ chunks: number }>(
      'select count(*)::int as chunks from thelook.backfill_chunks',
    );
    if (ledger!.chunks > 0) return;
    if (running.hasEnded) throw new Error(`ended before a chunk was written:\n${running.output}`);
  }
}

const people = 'select count(*)::int as users, count(distinct id)::int as ids from ecommerce.users';
const args = ['backfill', '--profile', 'classic', '--users', '8000', '--ghosts', '1', '--jobs', '2'];

test('killed and started again, a backfill goes on; nothing is missing and nothing there twice; then business is live', async () => {
  const killed = datagen(...args);
  await untilChunk(killed);
  killed.signal('SIGKILL');
  await expect(killed.exit()).resolves.toBeNull();

  const again = datagen(...args);
  await expect(again.exit()).resolves.toBe(0);
  expect(again.output).toMatch(/backfill goes on.*the backfill is complete/s);
  expect(await query(people)).toEqual([{ users: 8_000, ids: 8_000 }]);
  const orphans = await query(`
    select i.id from ecommerce.order_items i
      left join ecommerce.orders o using (order_id)
      left join ecommerce.users u on u.id = i.user_id
      left join ecommerce.inventory_items s on s.id = i.inventory_item_id
     where o.order_id is null or u.id is null or s.id is null`);
  expect(orphans).toEqual([]);

  await expect(datagen('serve', '-w0', '-m20').exit()).resolves.toBe(0);
  expect(await query(people)).toEqual([{ users: 8_020, ids: 8_020 }]);
});

test('Ctrl-C stops at a chunk, with exit code 0', async () => {
  const running = datagen('backfill', '--profile', 'classic', '--users', '200000', '--jobs', '1');
  await untilChunk(running);
  running.pressCtrlC();
  await expect(running.exit()).resolves.toBe(0);
  expect(running.output).toMatch(/the same command goes on from here/);
  const [counts] = await query<{ users: number; ids: number }>(people);
  expect(counts!.users % 250).toBe(0);
  expect(counts!.users).toBeLessThan(200_000);
});
