import { startThrowawayServer, type TestDatabase, type ThrowawayServer } from '@thelook/embedded-postgres';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { DashboardPage, type Screen } from './dashboard-page.js';
import { PostgresProxy } from './postgres-proxy.js';
import { RunningProcess, sourceFlags } from './running-process.js';
import { freePort } from './scratch.js';

/** The page as it was built for this run; see `tools/jest/build-page.mjs`. */
export const pageDir = process.env['THELOOK_TEST_PAGE_DIR']!;

/** What PostgreSQL answers on its way down and up again: it is shutting down, starting, or not listening. */
const recovering = new Set<unknown>(['57P02', '57P03', 'ECONNRESET', 'ECONNREFUSED']);

/** A database, an api that reaches it through a proxy, and a browser for the page. */
export class DashboardShop {
  readonly port: number;
  readonly origin: string;
  readonly #proxyPort: number;
  readonly #server: ThrowawayServer;
  readonly #database: TestDatabase;
  readonly #browser: Browser;
  readonly #pages: DashboardPage[] = [];
  proxy!: PostgresProxy;
  sql!: pg.Client;
  api!: RunningProcess;

  static async start(): Promise<DashboardShop> {
    const [server, browser] = await Promise.all([startThrowawayServer(), launchBrowser()]);
    const database = await server.createDatabase();
    const shop = new DashboardShop(server, database, browser, await freePort(), await freePort());
    shop.sql = await shop.connect();
    await shop.startProxy();
    await shop.startApi();
    return shop;
  }

  private constructor(
    server: ThrowawayServer,
    database: TestDatabase,
    browser: Browser,
    port: number,
    proxyPort: number,
  ) {
    this.#server = server;
    this.#database = database;
    this.#browser = browser;
    this.port = port;
    this.#proxyPort = proxyPort;
    this.origin = `http://127.0.0.1:${port}`;
  }

  async startProxy(): Promise<void> {
    this.proxy = await PostgresProxy.listen(this.#server.url, this.#proxyPort);
  }

  async startApi(): Promise<void> {
    const env = {
      DATABASE_URL: PostgresProxy.urlThrough(this.#database.url, this.#proxyPort),
      PORT: String(this.port),
      PAGE_DIR: pageDir,
      // All clients here are of one address, which would get half of what there is.
      MAX_WINDOWS_PER_ADDRESS: '9',
      MAX_VIEWS_PER_ADDRESS: '64',
    };
    this.api = new RunningProcess(process.execPath, [...sourceFlags, 'apps/api/src/main.ts'], env);
    await this.api.untilOutput(/listening/);
  }

  /** Shoppers of the dataset whose orders have every status from the beginning. */
  async generate(shoppers: number): Promise<void> {
    const flags = [`--max-iter=${shoppers}`, '--wait-for=0', '--seed=4', '--profile=classic'];
    const args = [...sourceFlags, 'apps/datagen/src/main.ts', ...flags];
    const datagen = new RunningProcess(process.execPath, args, { DATABASE_URL: this.#database.url });
    await expect(datagen.exit()).resolves.toBe(0);
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#database.url });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Opens the page with a query, as a reader with this screen does. */
  async open(query = '', screen: Screen & { bypassCSP?: boolean } = {}): Promise<DashboardPage> {
    const page = await DashboardPage.open(this.#browser, `${this.origin}/${query}`, screen);
    this.#pages.push(page);
    return page;
  }

  /** Commits one more order of one item, bought now by somebody who has bought before. */
  async buy(): Promise<string> {
    const { rows } = await this.sql.query(`
      insert into ecommerce.order_items (id, order_id, user_id, product_id, inventory_item_id, status, created_at, sale_price)
      select gen_random_uuid(), gen_random_uuid(), user_id, product_id, inventory_item_id, 'Processing', now(), sale_price
        from ecommerce.order_items order by id limit 1 returning id`);
    return rows[0].id;
  }

  /**
   * Lets the shop's time pass from so many whole seconds ago on, at a speed, as in a shop of the living profile; resolves
   * with that moment, in milliseconds since 1970.
   */
  async passTime(secondsAgo: number, shopTime: string, speed: number): Promise<number> {
    await this.sql.query(
      `insert into thelook.runs (profile, seed, figures, flags, catalogue, model)
         select 'living', '1', '{}', '{}', 'none', 1 where not exists (select from thelook.runs where profile = 'living')`,
    );
    const { rows } = await this.sql.query(
      `with moment as (select date_trunc('second', now()) - $1 * interval '1 second' as at),
         later as (delete from thelook.clock using moment where real_from >= moment.at)
       insert into thelook.clock select at, $2, $3 from moment
       returning extract(epoch from real_from)::float8 * 1000 as from`,
      [secondsAgo, shopTime, speed],
    );
    return rows[0].from;
  }

  /** A server process that is killed takes all of PostgreSQL down with it, which then recovers from its log. */
  async crashServer(): Promise<void> {
    const { rows } = await this.sql.query('select pg_backend_pid() as pid');
    // Others are cut off once PostgreSQL has noticed; until then it still takes connections.
    const witness = await this.connect();
    const gone = [this.sql, witness].map((client) => new Promise((resolve) => client.once('end', resolve)));
    process.kill(rows[0].pid, 'SIGKILL');
    await Promise.all(gone);
    for (;;) {
      try {
        this.sql = await this.connect();
        return;
      } catch (error) {
        // Not by class: Jest gives a test an Error of its own, and sockets fail with Node's.
        if (!recovering.has((error as { code?: unknown }).code)) throw error;
      }
    }
  }

  /** Closes the pages of a test, none of which may have gone elsewhere or met an error. */
  async closePages(): Promise<void> {
    for (const { errors, requested, page } of this.#pages.splice(0)) {
      await page.close();
      expect(requested.filter((url) => new URL(url).host !== new URL(this.origin).host)).toEqual([]);
      expect(errors).toEqual([]);
    }
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.api.signal('SIGTERM');
    await this.api.exit();
    await this.sql.end();
    await this.proxy.close();
    await this.#server.stop();
  }
}
