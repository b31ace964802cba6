import { startThrowawayServer, type ThrowawayServer } from '@thelook/embedded-postgres';
import { FollowedView, openShop, refreshUntil, type TestShop } from './test-shop.js';

/** A server of their own: what these tests do to it, others would feel. */
let server: ThrowawayServer;
let shop: TestShop;

beforeAll(async () => {
  server = await startThrowawayServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  shop = await openShop(server.url);
  await shop.admin.query(`
    insert into users values (gen_random_uuid(), '', '', '', 36, 'F', '', '', '', '', 'China', 0, 0, 'Search', now());
    insert into products values (1, 7.25, 'Jeans', 'Straight cut', null, 20, 'Women', '', 1)`);
});
afterEach(() => shop.close());

const sale = `
  insert into order_items
  select gen_random_uuid(), gen_random_uuid(), id, 1, gen_random_uuid(), 'Complete', now(), null, null, null, 20
  from users`;

test('keeps its last state while the server is down, and is right again when it has recovered', async () => {
  const source = shop.source();
  const followed = new FollowedView(5, source.open(5));
  await refreshUntil(followed, () => source.mode === 'replication');
  await shop.admin.query(sale);
  await followed.refresh();
  const before = [...followed.items.keys()];

  const victim = await shop.connect();
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
  const crashed = new Promise((resolve) => victim.once('end', resolve));
  // The postmaster answers this by ending every connection and recovering from its log.
  process.kill(rows[0]!.pid, 'SIGKILL');
  await crashed;
  // Its other connections may live on for a moment.
  for (let lost = false, back = false; !back;) {
    try {
      await followed.refresh();
      back = lost;
    } catch {
      lost = true;
      const { items } = followed.view;
      expect([...items.slots()].map((slot) => items.table.id(slot))).toEqual(before);
    }
  }

  const admin = await shop.connect();
  await followed.compare(admin, 'now()');
  await refreshUntil(followed, () => source.mode === 'replication');
  await admin.query(sale);
  await followed.refresh();
  await followed.compare(admin, 'now()');
  expect(source.mode).toBe('replication');
});

test('reads the whole window while no slot is free, and follows the stream when one is', async () => {
  await shop.admin.query(`
    select pg_create_physical_replication_slot('taken_' || n)
    from generate_series(1, current_setting('max_replication_slots')::int) as n`);
  const modes: string[] = [];
  const source = shop.source({ onModeChange: (mode) => modes.push(mode) });
  const followed = new FollowedView(5, source.open(5));
  await shop.admin.query(sale);
  for (let n = 0; n < 50; n += 1) await followed.refresh();
  expect([source.mode, followed.items.size]).toEqual(['query', 1]);
  await shop.admin.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots');
  await refreshUntil(followed, () => source.mode === 'replication');
  await shop.admin.query(sale);
  expect((await followed.refresh()).added).toHaveLength(1);
  await followed.compare(shop.admin, 'now()');
  expect(modes).toEqual(['replication']);
});
