import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, type ApiServer, type ApiServerOptions } from '../../src/server.js';
import { TestClient } from '../feed/feed-host.js';
import { openShop, silent, type TestShop } from '../window/test-shop.js';

/** Between two looks at whether something holds by now. */
const LOOK_MS = 20;

/** A user, a product, and two hundred sales of now. */
const sales = `
  with someone as (
    insert into users values (gen_random_uuid(), 'Ada', 'Byron', 'ada@example.com', 36, 'F', 'London', '1 Street', 'W1',
      'London', 'United Kingdom', 51.5, -0.1, 'Search', now()) returning id),
  something as (
    insert into products values (1, 12.5, 'Jeans', null, 'Brand', 45.5, 'Women', 'SKU', 1) returning id)
  insert into order_items (id, order_id, user_id, product_id, inventory_item_id, status, created_at, sale_price)
  select gen_random_uuid(), gen_random_uuid(), someone.id, something.id, gen_random_uuid(), 'Processing', now(), 45.5
  from someone, something, generate_series(1, 200)`;

/** The whole api on a shop of its own, for those who mean it no good, with honest clients beside them. */
export class AttackedApi {
  readonly port: number;
  readonly #server: ApiServer;
  readonly #shop: TestShop;
  readonly #sockets = new Set<Socket>();
  readonly #clients: TestClient[] = [];

  private constructor(server: ApiServer, shop: TestShop) {
    this.port = Number(new URL(server.url).port);
    this.#server = server;
    this.#shop = shop;
  }

  /** Starts it, with some sales in the window. */
  static async start(options: Partial<ApiServerOptions> = {}): Promise<AttackedApi> {
    const shop = await openShop();
    await shop.admin.query(sales);
    const server = await startServer({
      ...{ db: shop.db, config: shop.config, host: '127.0.0.1', port: 0 },
      ...{ lookbackMinutes: 5, refreshSeconds: 0.1, logger: silent },
      ...options,
    });
    return new AttackedApi(server, shop);
  }

  /** A connection on which nothing has been sent. */
  async connect(localAddress?: string): Promise<Socket> {
    const socket = connect({ port: this.port, host: '127.0.0.1', ...(localAddress && { localAddress }) });
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    await once(socket, 'connect');
    return socket;
  }

  /** A client of the records feed or, with a query, of thelook.v1. */
  client(query?: string, localAddress?: string): TestClient {
    const client = new TestClient(
      `ws://127.0.0.1:${this.port}/ws${query ?? ''}`,
      query === undefined ? undefined : 'thelook.v1',
      localAddress === undefined ? {} : { localAddress },
    );
    this.#clients.push(client);
    return client;
  }

  /** The sum of a metric over its labels. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  /** Resolves when the server has so many clients. */
  async untilClients(count: number): Promise<void> {
    await until(async () => (await this.metric('thelook_ws_clients')) === count);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    for (const { socket } of this.#clients) socket.terminate();
    await this.#server.close();
    await this.#shop.close();
  }
}

/** One for all tests of a file, and an honest client of the records feed who is there all the time. */
export function useAttackedApi(): { readonly api: AttackedApi; readonly honest: TestClient } {
  let used: { api: AttackedApi; honest: TestClient };
  beforeAll(async () => {
    const api = await AttackedApi.start();
    used = { api, honest: await api.client().opened() };
  });
  afterAll(() => used.api.close());
  return {
    get api() {
      return used.api;
    },
    get honest() {
      return used.honest;
    },
  };
}

/** Resolves when the next frame reaches the client from now on. */
export async function served({ socket }: TestClient): Promise<void> {
  await once(socket, 'message');
}

/** Files, and so connections, that this process has open. */
export async function openFiles(): Promise<number> {
  return (await readdir('/proc/self/fd')).length;
}

/** Looks until it holds; the test's time limit is the only one. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(LOOK_MS);
}
