import type { FeedItem } from '@thelook/feed';
import type { SalesTable } from './sales-table.js';

/** Bytes of an id with its quotes, inside of JSON and inside of a JSON string. */
const ITEM_IDS = 3 * 38;
const RECORD_IDS = 3 * 40;

const itemKeys = [
  ...(['user_id', 'age', 'gender', 'country', 'traffic_source', 'order_id', 'item_id', 'category'] as const),
  ...(['cost', 'item_status', 'sale_price', 'created_at', 'department', 'product_id'] as const),
  ...(['product_name', 'product_brand'] as const),
] satisfies (keyof FeedItem)[];
const recordKeys = itemKeys.slice(0, 12);

/** Bytes of braces, keys, colons and commas. */
const ITEM_FRAME =
  JSON.stringify(Object.fromEntries(itemKeys.map((key) => [key, 0]))).length - itemKeys.length;
const RECORD_FRAME =
  JSON.stringify(JSON.stringify(Object.fromEntries(recordKeys.map((key) => [key, 0])))).length -
  recordKeys.length -
  2;

/** How the items of a table look on the wire, and how long they are there. */
export class ItemJson {
  readonly #table: SalesTable;

  constructor(table: SalesTable) {
    this.#table = table;
  }

  /** An item of thelook.v1. */
  item(slot: number): string {
    const table = this.#table;
    const { words, buyers } = table;
    const buyer = table.buyer(slot);
    const product = table.products.get(table.product(slot));
    return (
      `{"user_id":"${buyers.id(buyer)}","age":${buyers.age(buyer)},"gender":${words.json(buyers.gender(buyer))},` +
      `"country":${words.json(buyers.country(buyer))},"traffic_source":${words.json(buyers.source(buyer))},` +
      `"order_id":"${table.orders.id(table.order(slot))}","item_id":"${table.id(slot)}",` +
      `"category":${words.json(product.category)},"cost":${product.cost},` +
      `"item_status":${words.json(table.status(slot))},"sale_price":${numberJson(table.price(slot))},` +
      `"created_at":${numberJson(this.createdAt(slot))},"department":${words.json(product.department)},` +
      `"product_id":${product.row.id},"product_name":${product.name},"product_brand":${product.brand}}`
    );
  }

  /** A record as it stands inside of the JSON string that a frame of the records feed is. */
  record(slot: number): string {
    const table = this.#table;
    const { words, buyers } = table;
    const buyer = table.buyer(slot);
    const product = table.products.get(table.product(slot));
    return (
      `{\\"user_id\\":\\"${buyers.id(buyer)}\\",\\"age\\":${buyers.age(buyer)},` +
      `\\"gender\\":${words.escaped(buyers.gender(buyer))},\\"country\\":${words.escaped(buyers.country(buyer))},` +
      `\\"traffic_source\\":${words.escaped(buyers.source(buyer))},` +
      `\\"order_id\\":\\"${table.orders.id(table.order(slot))}\\",\\"item_id\\":\\"${table.id(slot)}\\",` +
      `\\"category\\":${words.escaped(product.category)},\\"cost\\":${product.cost},` +
      `\\"item_status\\":${words.escaped(table.status(slot))},\\"sale_price\\":${numberJson(table.price(slot))},` +
      `\\"created_at\\":${numberJson(this.createdAt(slot))}}`
    );
  }

  /** Bytes of {@link item}, without making it. */
  itemBytes(slot: number): number {
    const { words, products } = this.#table;
    const { itemBytes } = products.get(this.#table.product(slot));
    return ITEM_FRAME + ITEM_IDS + this.#valueBytes(slot, words.jsonBytes) + itemBytes;
  }

  /** Bytes of {@link record}, without making it. */
  recordBytes(slot: number): number {
    const { words, products } = this.#table;
    const { recordBytes } = products.get(this.#table.product(slot));
    return RECORD_FRAME + RECORD_IDS + this.#valueBytes(slot, words.escapedBytes) + recordBytes;
  }

  /** Bytes of all values that are neither ids nor the product's, with these bytes of the words. */
  #valueBytes(slot: number, wordBytes: readonly number[]): number {
    const table = this.#table;
    const { buyers } = table;
    const buyer = table.buyer(slot);
    return (
      numberBytes(buyers.age(buyer)) +
      wordBytes[buyers.gender(buyer)]! +
      wordBytes[buyers.country(buyer)]! +
      wordBytes[buyers.source(buyer)]! +
      wordBytes[table.status(slot)]! +
      numberBytes(table.price(slot)) +
      numberBytes(this.createdAt(slot))
    );
  }

  /** Milliseconds since 1970. */
  createdAt(slot: number): number {
    return Math.floor(this.#table.moment(slot) / 1_000);
  }

  /** An item as an object, for those who look at one. */
  object(slot: number): FeedItem {
    const table = this.#table;
    const { words, buyers } = table;
    const buyer = table.buyer(slot);
    const { row } = table.products.get(table.product(slot));
    return {
      user_id: buyers.id(buyer),
      age: buyers.age(buyer),
      gender: words.text(buyers.gender(buyer)),
      country: words.text(buyers.country(buyer)),
      traffic_source: words.text(buyers.source(buyer)),
      order_id: table.orders.id(table.order(slot)),
      item_id: table.id(slot),
      category: row.category,
      cost: row.cost,
      item_status: words.text(table.status(slot)),
      sale_price: table.price(slot),
      created_at: this.createdAt(slot),
      department: row.department,
      product_id: row.id,
      product_name: row.name,
      product_brand: row.brand,
    };
  }
}

/** As JSON has it: what is no finite number is null. */
function numberJson(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}

function numberBytes(value: number): number {
  // Most moments; making their text takes longer than all the rest.
  if (value >= 1e12 && value < 1e13 && Number.isInteger(value)) return 13;
  return numberJson(value).length;
}
