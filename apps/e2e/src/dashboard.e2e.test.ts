import { startThrowawayServer, type TestDatabase, type ThrowawayServer } from '@thelook/embedded-postgres';
import { problem, SUBPROTOCOL } from '@thelook/feed';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { WebSocket } from 'ws';
import { launchBrowser } from './browser.js';
import { DashboardPage } from './dashboard-page.js';
import { PostgresProxy } from './postgres-proxy.js';
import { RunningProcess, sourceFlags } from './running-process.js';
import { freePort } from './scratch.js';

/** The page as it was built for this run; see `tools/jest/build-page.mjs`. */
const pageDir = process.env['THELOOK_TEST_PAGE_DIR']!;

let server: ThrowawayServer;
let database: TestDatabase;
let proxy: PostgresProxy;
let proxyPort: number;
let sql: pg.Client;
let browser: Browser;
let api: RunningProcess;
let port: number;
let origin: string;
let dashboard: DashboardPage;

async function startApi(): Promise<void> {
  const env = {
    DATABASE_URL: PostgresProxy.urlThrough(database.url, proxyPort),
    PORT: String(port),
    PAGE_DIR: pageDir,
    // All clients here are of one address, which would get half of what there is.
    MAX_WINDOWS_PER_ADDRESS: '9',
    MAX_VIEWS_PER_ADDRESS: '64',
  };
  api = new RunningProcess(process.execPath, [...sourceFlags, 'apps/api/src/main.ts'], env);
  await api.untilOutput(/listening/);
}

async function generate(shoppers: number): Promise<void> {
  // Of the dataset whose orders have every status from the beginning.
  const flags = [`--max-iter=${shoppers}`, '--wait-for=0', '--seed=4', '--profile=classic'];
  const args = [...sourceFlags, 'apps/datagen/src/main.ts', ...flags];
  const datagen = new RunningProcess(process.execPath, args, { DATABASE_URL: database.url });
  await expect(datagen.exit()).resolves.toBe(0);
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

beforeAll(async () => {
  [server, browser] = await Promise.all([startThrowawayServer(), launchBrowser()]);
  database = await server.createDatabase();
  sql = await connect();
  [port, proxyPort] = [await freePort(), await freePort()];
  proxy = await PostgresProxy.listen(server.url, proxyPort);
  origin = `http://127.0.0.1:${port}`;
  await startApi();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  api?.signal('SIGTERM');
  await api?.exit();
  await sql?.end();
  await proxy?.close();
  await server?.stop();
});

afterEach(async () => {
  const { errors, requested, page } = dashboard;
  await page.close();
  const foreign = requested.filter((url) => new URL(url).host !== new URL(origin).host);
  expect(foreign).toEqual([]);
  expect(errors).toEqual([]);
});

/** The window that ends at `at`, as SQL finds it, written apart from the product's own query. */
async function expected(at: number, condition = 'true') {
  const window = `
    from ecommerce.order_items i
    join ecommerce.users u on u.id = i.user_id
    join ecommerce.products p on p.id = i.product_id
   where i.created_at between to_timestamp($1 / 1000.0) - interval '5 minutes' and to_timestamp(($1 + 1) / 1000.0)
     and ${condition}`;
  const totals = `select count(distinct i.order_id)::int as orders, count(*)::int as items,
    coalesce(sum(i.sale_price), 0)::float8 as sales, coalesce(sum(i.sale_price - p.cost), 0)::float8 as margin`;
  const groups = async (key: string, value: string): Promise<Record<string, number>> => {
    const { rows } = await sql.query(`select ${key} as key, ${value}::float8 as value ${window} group by 1`, [
      at,
    ]);
    return Object.fromEntries(rows.map((row) => [row.key, row.value]));
  };
  const { sales, margin, orders, items } = (await sql.query(totals + window, [at])).rows[0];
  return {
    at,
    orders,
    items,
    sales: expect.closeTo(sales, 2),
    margin: expect.closeTo(margin, 1),
    salesText: new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(sales),
    by_country: await groups('u.country', 'sum(i.sale_price)'),
    by_traffic_source: await groups('u.traffic_source', 'sum(i.sale_price)'),
    by_category: await groups('p.category', 'sum(i.sale_price)'),
    by_status: expect.objectContaining(await groups('i.status', 'count(*)')),
  };
}

/** Commits one more order of one item, bought now by somebody who has bought before. */
async function buy(): Promise<string> {
  const { rows } = await sql.query(`
    insert into ecommerce.order_items (id, order_id, user_id, product_id, inventory_item_id, status, created_at, sale_price)
    select gen_random_uuid(), gen_random_uuid(), user_id, product_id, inventory_item_id, 'Processing', now(), sale_price
      from ecommerce.order_items order by id limit 1 returning id`);
  return rows[0].id;
}

test('before the generator has run, the page says so and how to start it', async () => {
  dashboard = await DashboardPage.open(browser, origin);
  await dashboard.untilState('live');
  await expect(dashboard.page.locator('.empty').innerText()).resolves.toMatch(
    /No sales in the last 5 minutes.*npx nx run datagen:serve/s,
  );
  await generate(150);
  const { rows } = await sql.query('select count(*)::int as items from ecommerce.order_items');
  await dashboard.untilFigures(({ items }) => items === rows[0].items);
  await expect(dashboard.page.locator('.empty').count()).resolves.toBe(0);
});

test('the figures on the page equal SQL at that moment', async () => {
  dashboard = await DashboardPage.open(browser, origin);
  await dashboard.untilState('live');
  await dashboard.showAllBars();
  const figures = await dashboard.figures();
  expect(figures.items).toBeGreaterThan(100);
  expect(figures).toEqual(await expected(figures.at));
});

test('a new order appears within one refresh, with the change that it makes', async () => {
  dashboard = await DashboardPage.open(browser, origin);
  await dashboard.untilState('live');
  const { orders } = await dashboard.figures();
  const bought = Date.now();
  const id = await buy();
  await dashboard.page.locator(`[data-item="${id}"]`).waitFor();
  // The default refresh of five seconds, and the way through a busy machine; two refreshes take longer.
  expect(Date.now() - bought).toBeLessThan(8_000);
  expect((await dashboard.figures()).orders).toBe(orders + 1);
  const change = dashboard.page.locator('[data-figure=orders] [data-direction=up]');
  await expect(change.innerText()).resolves.toMatch(/up\s*1/);
});

test('bars filter everything by what they stand for; the address is the view, and back undoes it', async () => {
  dashboard = await DashboardPage.open(browser, `${origin}/?refresh=1`);
  await dashboard.untilState('live');
  const { items } = await dashboard.figures();
  await dashboard.bar('country', 'China').click();
  await dashboard.untilFigures(({ by_country }) => Object.keys(by_country).length === 1);
  await dashboard.bar('status', 'Shipped').focus();
  await dashboard.page.keyboard.press('Enter');
  await dashboard.showAllBars();
  const figures = await dashboard.untilFigures(({ by_status }) => by_status['Complete'] === 0);
  expect(figures).toEqual(await expected(figures.at, "u.country = 'China' and i.status = 'Shipped'"));
  expect(new URL(dashboard.page.url()).search).toBe('?refresh=1&country=China&status=Shipped');

  const shared = await DashboardPage.open(browser, dashboard.page.url());
  await shared.untilState('live');
  expect((await shared.figures()).sales).toBe(figures.sales);
  await shared.page.close();

  await dashboard.page.goBack();
  await dashboard.untilFigures(({ by_status }) => by_status['Complete']! > 0);
  await dashboard.page.getByRole('button', { name: 'Remove filter Country China' }).click();
  await dashboard.untilFigures((all) => all.items >= items);
  expect(new URL(dashboard.page.url()).search).toBe('?refresh=1');

  await dashboard.bar('traffic_source', 'Search').click();
  await dashboard.bar('category', 'Jeans').click();
  await dashboard.untilFigures(({ by_category }) => Object.keys(by_category).length === 1);
  await dashboard.page.getByRole('button', { name: 'Clear all' }).click();
  await dashboard.untilFigures((all) => all.items >= items);
  expect(new URL(dashboard.page.url()).search).toBe('?refresh=1');
});

test('a paused page stands still until it is connected again', async () => {
  dashboard = await DashboardPage.open(browser, `${origin}/?refresh=1`);
  await dashboard.untilState('live');
  await dashboard.page.getByRole('button', { name: 'Pause' }).click();
  await dashboard.untilState('paused');
  const { orders, at } = await dashboard.figures();
  const id = await buy();
  const witness = await DashboardPage.open(browser, `${origin}/?refresh=1`);
  await witness.page.locator(`[data-item="${id}"]`).waitFor();
  await witness.page.close();
  await expect(dashboard.figures()).resolves.toMatchObject({ orders, at });
  await dashboard.page.getByRole('button', { name: 'Connect' }).click();
  await dashboard.page.locator(`[data-item="${id}"]`).waitFor();
});

test('the page outlives the api and the database, and recovers with no reload', async () => {
  dashboard = await DashboardPage.open(browser, `${origin}/?refresh=1`);
  const { page } = dashboard;
  await dashboard.untilState('live');
  await page.evaluate('window.loadedOnce = true');
  const before = await dashboard.figures();

  api.signal('SIGKILL');
  await dashboard.untilState('reconnecting');
  await expect(page.locator('.connection').innerText()).resolves.toMatch(
    /Reconnecting.*(next try in|trying now)/s,
  );
  await expect(dashboard.figures()).resolves.toMatchObject({ sales: before.sales });
  await api.exit();
  await startApi();
  await dashboard.untilState('live');

  await proxy.close();
  await dashboard.untilState('database-lost');
  await expect(page.locator('.connection').innerText()).resolves.toMatch(
    /Database lost\s+last data from \d\d:\d\d:\d\d/,
  );
  await crashServer();
  proxy = await PostgresProxy.listen(server.url, proxyPort);
  await dashboard.untilState('live');
  const id = await buy();
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
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws?lookback=${minutes}`, SUBPROTOCOL);
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
  dashboard = await DashboardPage.open(browser, `${origin}/?window=15`);
  const { page } = dashboard;
  await dashboard.untilState('full');
  const notice = await page.getByRole('alert').innerText();
  expect(notice).toMatch(
    /^8 distinct windows .* Share one of them \(.*\b1 min every 5 s.*once there is room\.$/,
  );
  await expect(page.locator('.connection').innerText()).resolves.toMatch(
    /Server full\s+(next try in \d|trying now).*no data yet/s,
  );
  await expect(seriousViolations()).resolves.toEqual([]);

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
  dashboard = await DashboardPage.open(browser, origin);
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

/** What PostgreSQL answers on its way down and up again: it is shutting down, starting, or not listening. */
const recovering = new Set<unknown>(['57P02', '57P03', 'ECONNRESET', 'ECONNREFUSED']);

/** A server process that is killed takes all of PostgreSQL down with it, which then recovers from its log. */
async function crashServer(): Promise<void> {
  const { rows } = await sql.query('select pg_backend_pid() as pid');
  // Others are cut off once PostgreSQL has noticed; until then it still takes connections.
  const witness = await connect();
  const gone = [sql, witness].map((client) => new Promise((resolve) => client.once('end', resolve)));
  process.kill(rows[0].pid, 'SIGKILL');
  await Promise.all(gone);
  for (;;) {
    try {
      sql = await connect();
      return;
    } catch (error) {
      // Not by class: Jest gives a test an Error of its own, and sockets fail with Node's.
      if (!recovering.has((error as { code?: unknown }).code)) throw error;
    }
  }
}

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is wrong with the page as it stands, for those who cannot use it then. */
async function seriousViolations() {
  await dashboard.untilStill();
  // By way of the debugger: the policy of the page lets no other script in.
  await dashboard.page.evaluate(await axe);
  const violations = await dashboard.page.evaluate<{ id: string; impact: string; targets: string[] }[]>(
    `axe.run().then(({ violations }) => violations.map(
      ({ id, impact, nodes }) => ({ id, impact, targets: nodes.map(({ target }) => target.join(' ')) })))`,
  );
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}

test.each([
  ['light', { colorScheme: 'light' }, ''],
  ['dark, filtered', { colorScheme: 'dark' }, '?country=China'],
  ['a phone', { width: 390, height: 844 }, ''],
  ['empty', {}, '?country=Nowhere'],
] as const)('axe finds nothing serious: %s', async (_name, screen, query) => {
  dashboard = await DashboardPage.open(browser, `${origin}/${query}`, screen);
  await dashboard.untilState('live');
  await expect(seriousViolations()).resolves.toEqual([]);
});

test('colours follow the system until the switch says otherwise', async () => {
  dashboard = await DashboardPage.open(browser, origin, { colorScheme: 'dark' });
  const { page } = dashboard;
  const paper = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
  const dark = await paper();
  await page.locator('[data-choice=Theme] label', { hasText: 'Light' }).click();
  const light = await paper();
  expect(light).not.toBe(dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('[data-choice=Theme] label', { hasText: 'Dark' }).click();
  await expect(paper()).resolves.toBe(dark);
  await page.locator('[data-choice=Theme] label', { hasText: 'Auto' }).click();
  await expect(paper()).resolves.toBe(light);
});

/** Whether the line is on its way just after the next refresh; runs in the browser. */
const isLineMoving = `new Promise((resolve) => {
  const canvas = document.querySelector('.sales-line canvas');
  const after = (frames, then) => requestAnimationFrame(() => (frames > 1 ? after(frames - 1, then) : then()));
  new MutationObserver((_changes, observer) => {
    observer.disconnect();
    after(3, () => {
      const first = canvas.toDataURL();
      after(6, () => resolve(canvas.toDataURL() !== first));
    });
  }).observe(document.querySelector('[data-at]'), { attributeFilter: ['data-at'] });
})`;

test.each([
  ['moves', 'no-preference'],
  ['stands still for those who want that', 'reduce'],
] as const)('from one refresh to the next, the line %s', async (name, reducedMotion) => {
  dashboard = await DashboardPage.open(browser, origin);
  await dashboard.page.emulateMedia({ reducedMotion });
  await dashboard.untilState('live');
  await dashboard.untilStill();
  await expect(dashboard.page.evaluate(isLineMoving)).resolves.toBe(name === 'moves');
});

test('every switch can be reached and set with the keyboard alone', async () => {
  dashboard = await DashboardPage.open(browser, origin);
  await dashboard.untilState('live');
  const { keyboard } = dashboard.page;
  await keyboard.press('Tab');
  await keyboard.press('ArrowRight');
  await dashboard.page.waitForURL('**/?window=15');
  await keyboard.press('Tab');
  await keyboard.press('ArrowLeft');
  await dashboard.page.waitForURL('**/?window=15&refresh=1');
  await keyboard.press('Tab');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await dashboard.page.waitForURL('**/?window=15&refresh=1&theme=dark');
  await keyboard.press('Tab');
  await keyboard.press('Space');
  await dashboard.untilState('paused');
});

test.each([
  ['a phone', 390, 844],
  ['a wall', 2560, 1440],
])('%s shows the whole page without scrolling sideways', async (name, width, height) => {
  dashboard = await DashboardPage.open(browser, origin, { width, height });
  await dashboard.untilState('live');
  const [scrollWidth, scrollHeight] = await dashboard.page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.scrollHeight]',
  );
  expect(scrollWidth).toBe(width);
  if (name === 'a wall') expect(scrollHeight).toBe(height);
  const picture = await dashboard.page.screenshot({ fullPage: true });
  // A page of one colour makes a picture of a few kilobytes.
  expect(picture.length).toBeGreaterThan(20_000);
});

test('the JavaScript that is shipped weighs less than 350 kB', async () => {
  dashboard = await DashboardPage.open(browser, origin);
  const assets = join(pageDir, 'assets');
  const files = (await readdir(assets)).filter((file) => file.endsWith('.js.gz'));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(assets, file))).size));
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(350_000);
});
