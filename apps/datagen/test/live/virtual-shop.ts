import { createDb, migrate, readConnectionConfig, type Database } from '@thelook/db';
import { LANES, takeDue, type RunRecord } from '@thelook/db/internal';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { MODEL_VERSION, type Catalogue, type Lives, type Shopper } from '@thelook/models';
import { createLogger } from '@thelook/service';
import { openRun } from '@thelook/db/internal';
import type { Kysely } from 'kysely';
import { LiveShop } from '../../src/live/live-shop.js';
import { RunsAtWork } from '../../src/live/runs-at-work.js';
import type { Shelves } from '../../src/live/shelves.js';
import { ShopTime } from '../../src/live/shop-time.js';
import { newTally, type Tally } from '../../src/live/tally.js';
import { catalogueDigest, type RunDescription } from '../../src/run-description.js';

const logger = createLogger({ name: 'test', level: 'silent', env: {} });

/** A life and the moment at which it begins. */
export interface SignUp {
  number: number;
  at: number;
}

/** A live shop of its own database whose clock the test sets: shop time is real time. */
export class VirtualShop {
  readonly db: Kysely<Database>;
  readonly run: number;
  readonly lives: Lives;
  readonly tally: Tally = newTally();
  readonly #database: TestDatabase;
  readonly #shops: LiveShop[];

  private constructor(
    database: TestDatabase,
    db: Kysely<Database>,
    opened: { run: number; runs: RunsAtWork; shops: LiveShop[] },
  ) {
    this.#database = database;
    this.db = db;
    this.run = opened.run;
    this.lives = opened.runs.of(opened.run);
    this.#shops = opened.shops;
  }

  /** @param workers who share the lanes @param shelvesOf undefined: a purchase makes its pieces */
  static async open(
    catalogue: Catalogue,
    description: Omit<RunDescription, 'catalogue'>,
    workers: number,
    shelvesOf?: (db: Kysely<Database>, worker: number) => Shelves,
  ): Promise<VirtualShop> {
    const database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL']!);
    const db = createDb(readConnectionConfig({ DATABASE_URL: database.url })!);
    await migrate(db, { publication: false });
    const record: RunRecord = { ...description, catalogue: catalogueDigest(catalogue), model: MODEL_VERSION };
    const { id: run } = await openRun(db, record);
    const runs = new RunsAtWork(db, catalogue);
    await runs.open([run]);
    const { signal } = new AbortController();
    const shops = Array.from({ length: workers }, (_, worker) => {
      const shelves = shelvesOf?.(db, worker);
      return new LiveShop({
        db,
        runs,
        time: new ShopTime([], () => 0),
        shelves,
        atOnce: false,
        logger,
        signal,
      });
    });
    return new VirtualShop(database, db, { run, runs, shops });
  }

  /** Lets it be `now`, with everything that is due until then done. */
  async passTo(now: number, signUps: readonly SignUp[]): Promise<void> {
    await Promise.all(
      this.#shops.map(async (shop, worker) => {
        const lanes = Array.from({ length: LANES }, (_, lane) => lane).filter(
          (lane) => lane % this.#shops.length === worker,
        );
        let begun = signUps
          .filter(({ number }) => number % this.#shops.length === worker)
          .map(({ number, at }) => this.lives.begin(number, at));
        for (;;) {
          const turn = { now, lanes, after: -Infinity, begun, room: 100 };
          const taken = await shop.turn(turn, this.tally);
          if (taken === 0 && begun.length === 0) break;
          begun = [];
        }
        await shop.pages.flush(now);
      }),
    );
    // What one has begun may have been left to another, who was done by then.
    const lanes = Array.from({ length: LANES }, (_, lane) => lane);
    const left = await takeDue(this.db, { lanes, until: now, after: -Infinity, limit: 1 });
    if (left.length > 0) await this.passTo(now, []);
  }

  /** Everything that the generated tables hold. */
  async rows(): Promise<Shopper> {
    const [users, inventory_items, orders, order_items, events] = await Promise.all([
      this.db.selectFrom('users').selectAll().execute(),
      this.db.selectFrom('inventory_items').selectAll().execute(),
      this.db.selectFrom('orders').selectAll().execute(),
      this.db.selectFrom('order_items').selectAll().execute(),
      this.db.selectFrom('events').selectAll().execute(),
    ]);
    return { users, inventory_items, orders, order_items, events };
  }

  async close(): Promise<void> {
    await this.db.destroy();
    await this.#database.drop();
  }
}

/** Rows as a set that can be compared: ids without their 48 bits of time, in order. */
export function comparable(rows: readonly object[]): string[] {
  return rows
    .map((row) =>
      JSON.stringify(row).replace(
        /"[0-9a-f]{8}-[0-9a-f]{4}(-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})"/g,
        '"$1"',
      ),
    )
    .sort();
}
