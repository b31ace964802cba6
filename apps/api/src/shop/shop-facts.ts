import type { ConnectionConfig, Database } from '@thelook/db';
import type { SaleDays, Stock, Visits } from '@thelook/feed';
import type { Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import { VisitsStream } from '../visits/visits-stream.js';
import { Exclusive } from '../window/exclusive.js';
import { SaleCalendar } from './sale-calendar.js';
import { StockWatch } from './stock-watch.js';

/** What summaries say of the whole shop besides its sales, of a window that ends at a moment in milliseconds since 1970. */
export interface ShopFacts {
  /** Null where nobody follows them. */
  visits(at: number, windowSeconds: number): Visits | null;
  /** Null where the shop has none or nobody knows. */
  saleDays(at: number, windowSeconds: number): SaleDays[] | null;
  /** Null where nobody has looked yet, or there are no shelves. */
  readonly stock: Stock | null;
}

export interface WatchedShopOptions {
  config: ConnectionConfig;
  db: Kysely<Database>;
  logger: Logger;
  /** Whether changes may be followed by replication. */
  isFollowed: boolean;
}

/** The shop of a database, looked at only while somebody asks. */
export class WatchedShop implements ShopFacts {
  readonly #visits: VisitsStream | undefined;
  readonly #calendar: SaleCalendar;
  readonly #stock: StockWatch;

  constructor({ config, db, logger, isFollowed }: WatchedShopOptions) {
    this.#visits = isFollowed ? new VisitsStream({ config, db, logger }) : undefined;
    const lane = new Exclusive();
    this.#calendar = new SaleCalendar({ db, logger, lane });
    this.#stock = new StockWatch({ db, logger, lane });
  }

  visits(at: number, windowSeconds: number): Visits | null {
    return this.#visits?.visits(at, windowSeconds) ?? null;
  }

  saleDays(at: number, windowSeconds: number): SaleDays[] | null {
    return this.#calendar.saleDays(at, windowSeconds);
  }

  get stock(): Stock | null {
    return this.#stock.stock;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await Promise.all([this.#visits?.stop(), this.#calendar.stop(), this.#stock.stop()]);
  }
}
