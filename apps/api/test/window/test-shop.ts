import { createDb, migrate, readConnectionConfig, type ConnectionConfig, type Database } from '@thelook/db';
import { createDatabase } from '@thelook/embedded-postgres';
import type { FeedItem } from '@thelook/feed';
import { createLogger } from '@thelook/service';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import pg from 'pg';
import type { ViewChange } from '../../src/window/item-view.js';
import {
  createWindowSource,
  type WindowSource,
  type WindowSourceOptions,
  type WindowView,
} from '../../src/window/sales-window.js';

/** A database with a shop, the window's two connections to it, and one of the tests'. */
export interface TestShop {
  config: ConnectionConfig;
  db: Kysely<Database>;
  admin: pg.Client;
  /** A source that stops with the shop. */
  source(options?: Partial<WindowSourceOptions>): WindowSource;
  /** Another connection, which closes with the shop. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

export const schema = 'ecommerce';
export const silent = createLogger({ name: 'test', level: 'silent' });

/** A clock that stands still until a test turns it. */
export const turnedClock: RawBuilder<Date> = sql<Date>`(select at from public.clock)`;

export async function openShop(serverUrl = process.env['THELOOK_TEST_SERVER_URL']): Promise<TestShop> {
  if (!serverUrl) throw new Error('THELOOK_TEST_SERVER_URL is not set');
  const database = await createDatabase(serverUrl);
  const config = readConnectionConfig({ DATABASE_URL: database.url });
  if (!config) throw new Error('the test database has no address');
  const db = createDb({ ...config, maxConnections: 2 });
  await migrate(db);
  const clients: pg.Client[] = [];
  const sources: WindowSource[] = [];
  const connect = async () => {
    const client = new pg.Client({ ...config.connection, application_name: 'test' });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`set search_path to ${schema}, public`);
    clients.push(client);
    return client;
  };
  const admin = await connect();
  await admin.query(
    `create table public.clock (at timestamptz not null); insert into public.clock values ('2026-06-01')`,
  );
  return {
    config,
    db,
    admin,
    connect,
    source: (options = {}) => {
      const source = createWindowSource({ config, db, logger: silent, ...options });
      sources.push(source);
      return source;
    },
    close: async () => {
      await Promise.all(sources.map((source) => source.stop()));
      await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
      await db.destroy();
      await database.drop();
    },
  };
}

/** The whole window in SQL of its own, by item id. */
async function windowBySql(
  client: pg.Client,
  minutes: number,
  clock = 'clock.at',
): Promise<Map<string, FeedItem>> {
  const { rows } = await client.query<FeedItem>(
    `select u.id as user_id, u.age, u.gender, u.country, u.traffic_source, i.order_id, i.id as item_id, p.category,
       p.cost::float8 as cost, i.status as item_status, i.sale_price::float8 as sale_price,
       floor(extract(epoch from i.created_at) * 1000)::float8 as created_at, p.department, p.id as product_id,
       p.name as product_name, p.brand as product_brand
     from clock, order_items i join users u on u.id = i.user_id join products p on p.id = i.product_id
     where i.created_at >= ${clock} - $1 * interval '1 minute'`,
    [minutes],
  );
  return new Map(rows.map((row) => [row.item_id, row]));
}

/** What a refresh changed, as somebody sees it who looks at every item. */
export interface SeenChange {
  added: FeedItem[];
  changed: FeedItem[];
  /** Item ids. */
  removed: string[];
}

/** A view, and what somebody sees of it who only gets the changes. */
export class FollowedView {
  readonly items = new Map<string, FeedItem>();

  constructor(
    readonly minutes: number,
    readonly view: WindowView,
  ) {}

  /** Throws when a change does not fit what was there. A view that begins anew changes what is different. */
  async refresh(): Promise<SeenChange> {
    let seen: SeenChange | undefined;
    await this.view.refresh(async (change) => {
      seen = this.#see(change);
    });
    if (!seen) throw new Error('nobody was told of the change');
    for (const id of seen.removed) if (!this.items.delete(id)) throw new Error(`${id} removed twice`);
    for (const item of seen.added) {
      if (this.items.has(item.item_id)) throw new Error(`${item.item_id} added twice`);
      this.items.set(item.item_id, item);
    }
    for (const item of seen.changed) {
      if (!this.items.has(item.item_id)) throw new Error(`${item.item_id} changed before it was there`);
      this.items.set(item.item_id, item);
    }
    return seen;
  }

  #see({ isReset, added, changed, changedFrom, removed }: ViewChange): SeenChange {
    const { table, json } = this.view.items;
    const object = (slot: number) => json.object(slot);
    if (isReset) return this.#difference([...this.view.items.slots()].map(object));
    expect([...changedFrom].map((slot) => table.id(slot))).toEqual(
      [...changed].map((slot) => table.id(slot)),
    );
    return {
      added: [...added].map(object),
      changed: [...changed].map(object),
      removed: [...removed].map((slot) => table.id(slot)),
    };
  }

  #difference(now: FeedItem[]): SeenChange {
    const ids = new Set(now.map(({ item_id }) => item_id));
    const known = (item: FeedItem) => this.items.get(item.item_id);
    return {
      added: now.filter((item) => !known(item)),
      changed: now.filter((item) => known(item) && JSON.stringify(known(item)) !== JSON.stringify(item)),
      removed: [...this.items.keys()].filter((id) => !ids.has(id)),
    };
  }

  /** Fails unless the view and its follower have what the database has. */
  async compare(client: pg.Client, clock?: string): Promise<void> {
    const expected = sorted((await windowBySql(client, this.minutes, clock)).values());
    const { items } = this.view;
    const shown = sorted([...items.slots()].map((slot) => items.json.object(slot)));
    expect(shown).toEqual(expected);
    expect(items.size).toBe(expected.length);
    expect(sorted(this.items.values())).toEqual(expected);
    // What is sent is what JSON makes of it, and as long as was said before it was made.
    const slots = [...items.slots()];
    for (const slot of slots)
      expect(JSON.parse(items.json.item(slot))).toEqual(JSON.parse(JSON.stringify(items.json.object(slot))));
    const bytes = (texts: string[]) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(items.itemBytes).toBe(bytes(slots.map((slot) => items.json.item(slot))));
    expect(items.recordBytes).toBe(bytes(slots.map((slot) => items.json.record(slot))));
  }
}

function sorted(items: Iterable<FeedItem>): FeedItem[] {
  return [...items].sort((a, b) => (a.item_id < b.item_id ? -1 : 1));
}

/** Refreshes until the condition holds; the time of a test is the limit. */
export async function refreshUntil(
  view: Pick<FollowedView, 'refresh'>,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  do await view.refresh();
  while (!(await condition()));
}
