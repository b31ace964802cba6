import type { SaleRow, SalesReader, SalesReadingStart, SoldProduct } from '@thelook/db/internal';
import { SlotSet } from './columns.js';
import type { SalesTable } from './sales-table.js';
import { Slices } from './slices.js';
import { MAX_PRODUCTS } from './sold-products.js';

/**
 * Brings a table to what a reading of the database says: what is the same stays as it is, so that those who follow the
 * table are told the difference only. Nobody may follow it on until the reading is over.
 */
export class TableReading implements SalesReader {
  readonly #table: SalesTable;
  readonly #seen = new SlotSet();
  readonly #isOfStream: boolean;
  #start: SalesReadingStart = { now: 0, since: 0, tables: undefined };
  readonly #products: SoldProduct[] = [];

  /** @param isOfStream the stream of changes follows: what is older than the reading is not needed any more. */
  constructor(table: SalesTable, isOfStream: boolean) {
    this.#table = table;
    this.#isOfStream = isOfStream;
  }

  get start(): SalesReadingStart {
    return this.#start;
  }

  begin(start: SalesReadingStart): void {
    this.#start = start;
    const { buyers, products } = this.#table;
    buyers.declareIncomplete();
    products.declareIncomplete();
    if (this.#isOfStream) this.#table.statusChanges.begin(start.now);
    else this.#table.statusChanges.end();
    this.#table.takeSince(this.#isOfStream ? start.since : -Infinity);
  }

  items(rows: readonly SaleRow[]): void {
    const table = this.#table;
    for (const row of rows) {
      const { buyer_id, age, gender, country, traffic_source, latitude, longitude, signed_up_at } = row;
      const { sold_id, cost, category, name, brand, department } = row;
      const place = { country, latitude, longitude };
      const buyer = { id: row.user_id, age, gender, traffic_source, ...place, created_at: signed_up_at };
      const product = { id: row.product_id, cost, category, name, brand, department };
      // What the outer join has found is whole.
      table.putBuyer(
        row.user_id,
        buyer_id === null ? undefined : (buyer as Parameters<SalesTable['putBuyer']>[1]),
      );
      table.putProduct(row.product_id, sold_id === null ? undefined : (product as SoldProduct));
      this.#seen.add(table.putItem(row.id, row));
      if (buyer_id === null) table.putBuyer(row.user_id, undefined);
      if (sold_id === null) table.putProduct(row.product_id, undefined);
    }
  }

  products(rows: readonly SoldProduct[]): void {
    for (const row of rows) this.#products.push(row);
  }

  /** Lets go of what the reading should have had and has not, and of items older than `keepFrom` (µs since 1970). */
  async finish(keepFrom: number): Promise<void> {
    const table = this.#table;
    const { since } = this.#start;
    const slices = new Slices();
    for (let slot = 1; slot <= table.slots; slot += 1) {
      if (slices.isOver) await slices.next();
      if (!table.isThere(slot) || this.#seen.has(slot)) continue;
      const moment = table.moment(slot);
      if (moment >= since || moment < keepFrom) table.delete(slot);
    }
    if (!this.#isOfStream) return;
    // Nobody has followed the changes of rows that no item shows.
    await table.buyers.forgetUnshown(slices);
    await table.products.forgetUnshown(slices);
    for (const row of this.#products) {
      table.putProduct(row.id, row);
      if (slices.isOver) await slices.next();
    }
    if (this.#products.length <= MAX_PRODUCTS) table.products.declareComplete();
  }
}
