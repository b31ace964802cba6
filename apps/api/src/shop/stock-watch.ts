import type { Database } from '@thelook/db';
import {
  readRanOut,
  readRestocked,
  readStock,
  type ShelfChange,
  type StockReading,
} from '@thelook/db/internal';
import type { Stock, StockChange } from '@thelook/feed';
import type { Logger } from '@thelook/service';
import type { Kysely, Transaction } from 'kysely';
import type { Exclusive } from '../window/exclusive.js';
import { PacedReading } from './paced-reading.js';

/** A shelf that is empty for less than this may be missed. */
const EVERY_MS = 10_000;
/** Empty shelves that are remembered, by product; of more of them only the number is told. */
const MOST_EMPTY = 50_000;
/** Changes that are kept. */
const NEWEST = 5;
/** An item may be committed so much later than it was created. */
const LATE_MS = 60_000;

/** What a look at the shelves has found. */
interface Look {
  stock: Stock | null;
  /** Undefined where they are too many, or there are no shelves. */
  empty: ReadonlySet<number> | undefined;
}

export interface StockWatchOptions {
  db: Kysely<Database>;
  logger: Logger;
  /** Milliseconds from a look to the next one. Default: ten seconds. */
  everyMs?: number;
  /** In which one reading at a time is made. */
  lane?: Exclusive;
}

/**
 * How many products have no unsold piece, and which have just run out or come back: a look at all shelves every few
 * seconds, only while somebody asks, and compared with the one before.
 */
export class StockWatch {
  readonly #looks: PacedReading<Look>;

  constructor({ db, logger, everyMs = EVERY_MS, lane }: StockWatchOptions) {
    this.#looks = new PacedReading({
      ...{ logger, lane, everyMs, what: 'the stock is' },
      // One transaction, which takes one connection.
      read: (before) => db.transaction().execute((transaction) => look(transaction, before)),
    });
  }

  /** As of the last look; null before the first one, and where the shop keeps no shelves. Whoever asks has it looked. */
  get stock(): Stock | null {
    return this.#looks.value?.stock ?? null;
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }
}

async function look(db: Transaction<Database>, before: Look | undefined): Promise<Look> {
  const reading = await readStock(db, MOST_EMPTY);
  if (!reading) return { stock: null, empty: undefined };
  const { at, products, outOfStock } = reading;
  const empty = reading.empty.length === outOfStock ? new Set(reading.empty) : undefined;
  const { since, newest } = await follow(db, before, reading, empty);
  return { stock: { at, since, products, out_of_stock: outOfStock, newest }, empty };
}

/** What has changed since the look before; begins anew where it cannot be compared with that. */
async function follow(
  db: Transaction<Database>,
  before: Look | undefined,
  { at }: StockReading,
  empty: ReadonlySet<number> | undefined,
): Promise<Pick<Stock, 'since' | 'newest'>> {
  if (!before?.stock || !before.empty || !empty) return { since: at, newest: [] };
  const { empty: former } = before;
  const ranOut = [...empty].filter((id) => !former.has(id));
  const restocked = [...former].filter((id) => !empty.has(id));
  const since = before.stock.at - LATE_MS;
  const out = ranOut.length > 0 ? await readRanOut(db, ranOut, { since, by: at, most: NEWEST }) : [];
  const back = restocked.length > 0 ? await readRestocked(db, restocked, { by: at, most: NEWEST }) : [];
  const changes = [
    ...out.map((change) => toChange(change, false)),
    ...back.map((change) => toChange(change, true)),
  ];
  const newest = [...changes, ...before.stock.newest]
    .sort((a, b) => b.changed_at - a.changed_at)
    .slice(0, NEWEST);
  return { since: before.stock.since, newest };
}

function toChange({ id, name, at }: ShelfChange, in_stock: boolean): StockChange {
  return { product_id: id, product_name: name, in_stock, changed_at: at };
}
