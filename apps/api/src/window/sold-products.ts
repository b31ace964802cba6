import type { SoldProduct } from '@thelook/db';
import { JoinedRows } from './joined-rows.js';
import type { Key } from './uuid.js';
import type { Words } from './words.js';

/** Products that are kept without being shown: a catalogue of this size needs no looking up. */
export const MAX_PRODUCTS = 200_000;

/** A version of a product as items show it: there are few, so that each is an object with its JSON. */
export interface ShownProduct {
  row: SoldProduct;
  /** Numbers of words. */
  category: number;
  department: number;
  /** What stands in an item for `cost`, `product_name` and `product_brand`. */
  cost: string;
  name: string;
  brand: string;
  /** Bytes that the product contributes to an item, and to a record inside of a JSON string. */
  itemBytes: number;
  recordBytes: number;
}

/** The products that have been sold, and as many others as there is room for. */
export class SoldProducts extends JoinedRows<SoldProduct> {
  readonly #words: Words;
  readonly #shown: (ShownProduct | undefined)[] = [];

  constructor(words: Words, maxSpare = MAX_PRODUCTS) {
    super(maxSpare);
    this.#words = words;
  }

  /** A product's number as a key. Valid until the next one is asked for. */
  key(id: number): Key {
    return this.numberKey(id);
  }

  get(slot: number): ShownProduct {
    return this.#shown[slot]!;
  }

  protected reach(slot: number): void {
    this.#shown[slot] = undefined;
  }

  protected complete(values: Partial<SoldProduct>): SoldProduct | undefined {
    const { id, cost, category, name, brand, department } = values;
    const isComplete = [id, cost, category, name, brand, department].every((value) => value !== undefined);
    return isComplete ? (values as SoldProduct) : undefined;
  }

  protected read(slot: number): SoldProduct {
    return this.get(slot).row;
  }

  protected write(slot: number, row: SoldProduct): void {
    const words = this.#words;
    const category = words.take(row.category);
    const department = words.take(row.department);
    const cost = JSON.stringify(row.cost);
    const name = JSON.stringify(row.name);
    const brand = JSON.stringify(row.brand);
    const id = String(row.id).length;
    this.#shown[slot] = {
      ...{ row, category, department, cost, name, brand },
      itemBytes:
        words.bytes(category) +
        (words.bytes(department) + Buffer.byteLength(name) + Buffer.byteLength(brand) + cost.length + id),
      recordBytes: words.escapedBytes(category) + cost.length,
    };
  }

  protected erase(slot: number): void {
    const { category, department } = this.get(slot);
    this.#words.drop(category);
    this.#words.drop(department);
    this.#shown[slot] = undefined;
  }

  protected equals(slot: number, row: SoldProduct): boolean {
    const known = this.get(slot).row;
    return (
      Object.is(known.cost, row.cost) &&
      known.category === row.category &&
      known.name === row.name &&
      known.brand === row.brand &&
      known.department === row.department
    );
  }
}
