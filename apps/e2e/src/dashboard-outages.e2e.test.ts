import { problem, SUBPROTOCOL } from '@thelook/feed';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { seriousViolations } from './accessibility.js';
import type { DashboardPage } from './dashboard-page.js';
import { DashboardShop } from './dashboard-shop.js';

let shop: DashboardShop;
let dashboard: DashboardPage;

beforeAll(async () => {
  shop = await DashboardShop.start();
  await shop.generate(20);
}, 120_000);

afterAll(() => shop?.stop());
afterEach(() => shop.closePages());

test('a paused page stands still until it is connected again', async () => {
  dashboard = await shop.open('?refresh=1');
  await dashboard.untilState('live');
  await dashboard.page.getByRole('button', { name: 'Pause' }).click();
  await dashboard.untilState('paused');
  const { orders, at } = await dashboard.figures();
  const id = await shop.buy();
  const witness = await shop.open('?refresh=1');
  await witness.page.locator(`[data-item="${id}"]`).waitFor();
  await witness.page.close();
  await expect(dashboard.figures()).resolves.toMatchObject({ orders, at });
  await dashboard.page.getByRole('button', { name: 'Connect' }).click();
  await dashboard.page.locator(`[data-item="${id}"]`).waitFor();
});

test('the page outlives the api and the database, and recovers with no reload', async () => {
  dashboard = await shop.open('?refresh=1');
  const { page } = dashboard;
  await dashboard.untilState('live');
  await page.evaluate('window.loadedOnce = true');
  const before = await dashboard.figures();

  shop.api.signal('SIGKILL');
  await dashboard.untilState('reconnecting');
  await expect(page.locator('.connection').innerText()).resolves.toMatch(
    /Reconnecting.*(next try in|trying now)/s,
  );
  await expect(dashboard.figures()).resolves.toMatchObject({ sales: before.sales });
  await shop.api.exit();
  await shop.startApi();
  await dashboard.untilState('live');

  await shop.proxy.close();
  await dashboard.untilState('database-lost');
  await expect(page.locator('.connection').innerText()).resolves.toMatch(
    /Database lost\s+last data from \d\d:\d\d:\d\d/,
  );
  await shop.crashServer();
  await shop.startProxy();
  await dashboard.untilState('live');
  const id = await shop.buy();
  await page.locator(`[data-item="${id}"]`).waitFor();
  const after = await dashboard.figures();
  await dashboard.showAllBars();
  expect(after.orders).toBeGreaterThan(0);
  await expect(page.evaluate('window.loadedOnce')).resolves.toBe(true);

  expectNoOtherErrors(/^Failed to load resource: net::ERR_CONNECTION_REFUSED/);
});

/** What a browser itself says about a connection that fails; anything else would be the page's own mistake. */
function expectNoOtherErrors(onAsking: RegExp): void {
  const own = dashboard.errors.filter(
    (error) => !/^WebSocket connection to .* failed/.test(error) && !onAsking.test(error),
  );
  dashboard.errors.length = 0;
  expect(own).toEqual([]);
}

/** Clients of our own, which leave with the test. */
const others: WebSocket[] = [];
afterEach(() => {
  for (const socket of others.splice(0)) socket.terminate();
});

/** Takes all eight windows that the api keeps by default: one with this lookback, and seven that no page asks for. */
function takeAllWindows(lookback: number): Promise<WebSocket[]> {
  const connect = async (minutes: number): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${shop.port}/ws?lookback=${minutes}`, SUBPROTOCOL);
    others.push(socket);
    try {
      await once(socket, 'open');
      return socket;
    } catch {
      // The page of the test before takes a moment to leave the window that it had.
      return connect(minutes);
    }
  };
  return Promise.all([lookback, 20, 21, 22, 23, 24, 25, 26].map(connect));
}

test('a full server says so and which windows can be shared; the page goes on by itself once there is room', async () => {
  const taken = await takeAllWindows(1);
  dashboard = await shop.open('?window=15');
  const { page } = dashboard;
  await dashboard.untilState('full');
  const notice = await page.getByRole('alert').innerText();
  expect(notice).toMatch(
    /^8 distinct windows .* Share one of them \(.*\b1 min every 5 s.*once there is room\.$/,
  );
  await expect(page.locator('.connection').innerText()).resolves.toMatch(
    /Server full\s+(next try in \d|trying now).*no data yet/s,
  );
  await expect(seriousViolations(dashboard)).resolves.toEqual([]);

  await page.locator('[data-choice=Window] label', { hasText: /^1 min/ }).click();
  await dashboard.untilState('live');
  await expect(page.getByRole('alert').count()).resolves.toBe(0);

  await page.goBack();
  await dashboard.untilState('full');
  taken.at(-1)!.close();
  await dashboard.untilState('live');
  await expect(page.locator('[data-figure=sales] h2').innerText()).resolves.toContain('15 minutes');
  expectNoOtherErrors(/^Failed to load resource: the server responded with a status of 503/);
});

test('a view that is refused for good is given up, with the reason', async () => {
  dashboard = await shop.open();
  const { page } = dashboard;
  await dashboard.untilState('live');
  await takeAllWindows(1);
  // The page asks for nothing that is not allowed, so the answer to why is made up.
  const said = problem(400, { code: 'THELOOK_FEED_QUERY', detail: 'refresh=1 is not allowed.' });
  await page.route('**/ws?*', (route) => route.fulfill({ status: 400, json: said }));
  await page.locator('[data-choice=Refresh] label', { hasText: /^1 s/ }).click();
  await dashboard.untilState('refused');
  await expect(page.getByRole('alert').innerText()).resolves.toBe('refresh=1 is not allowed.');
  await expect(page.locator('.connection').innerText()).resolves.toMatch(/Not connected\s+last data from/);
  expectNoOtherErrors(/^Failed to load resource: the server responded with a status of 400/);
});
