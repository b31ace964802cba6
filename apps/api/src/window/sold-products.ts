import type { SoldProduct } from '@thelook/db/internal';
import { JoinedRows } from './joined-rows.js';
import type { Key } from './uuid.js';
import type { Words } from './words.js';

/** Products that are kept without being shown: a catalogue of this size needs no looking up. */
export const MAX_PRODUCTS = 200_000;

/** A version of a product as items show it. */
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

/** One that no item has shown yet has no JSON: of a catalogue's products few are sold in a window. */
type KnownProduct = Pick<ShownProduct, 'row' | 'category' | 'department'>;

/** The products that have been sold, and as many others as there is room for. */
export class SoldProducts extends JoinedRows<SoldProduct> {
  readonly #words: Words;
  readonly #known: (KnownProduct | undefined)[] = [];
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
    return (this.#shown[slot] ??= this.#show(this.#known[slot]!));
  }

  protected reach(slot: number): void {
    this.#known[slot] = this.#shown[slot] = undefined;
  }

  protected complete(values: Partial<SoldProduct>): SoldProduct | undefined {
    const { id, cost, category, name, brand, department } = values;
    const isComplete = [id, cost, category, name, brand, department].every((value) => value !== undefined);
    return isComplete ? (values as SoldProduct) : undefined;
  }

  protected read(slot: number): SoldProduct {
    return this.#known[slot]!.row;
  }

  protected write(slot: number, row: SoldProduct): void {
    const words = this.#words;
    const category = words.take(row.category);
    const department = words.take(row.department);
    // What was read has each word anew.
    const lean = { ...row, category: words.text(category), department: words.text(department) };
    this.#known[slot] = { row: lean, category, department };
    this.#shown[slot] = undefined;
  }

  #show({ row, category, department }: KnownProduct): ShownProduct {
    const words = this.#words;
    const cost = JSON.stringify(row.cost);
    const name = JSON.stringify(row.name);
    const brand = JSON.stringify(row.brand);
    const id = String(row.id).length;
    return {
      ...{ row, category, department, cost, name, brand },
      itemBytes:
        words.jsonBytes[category]! +
        (words.jsonBytes[department]! +
          Buffer.byteLength(name) +
          Buffer.byteLength(brand) +
          cost.length +
          id),
      recordBytes: words.escapedBytes[category]! + cost.length,
    };
  }

  protected erase(slot: number): void {
    const { category, department } = this.#known[slot]!;
    this.#words.drop(category);
    this.#words.drop(department);
    this.#known[slot] = this.#shown[slot] = undefined;
  }

  protected equals(slot: number, row: SoldProduct): boolean {
    const known = this.read(slot);
    return (
      Object.is(known.cost, row.cost) &&
      known.category === row.category &&
      known.name === row.name &&
      known.brand === row.brand &&
      known.department === row.department
    );
  }
}
