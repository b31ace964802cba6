/** Rows that no item shows are kept in case one is going to; beyond this, the oldest are forgotten. */
const MAX_SPARE = 50_000;

interface Shown<Row> {
  /** Null: there is no such row. Undefined: not known yet. */
  row: Row | null | undefined;
  /** Ids of the items that show it. */
  items: Set<string>;
}

/**
 * The rows of one table that items show: the users, or the products. Knows the row of every item, or that it does not
 * know it; {@link wanted} has the keys to be read from the database, while changes go on arriving.
 */
export class JoinedRows<Key, Row> {
  readonly #shown = new Map<Key, Shown<Row>>();
  readonly #spare = new Map<Key, Row>();
  readonly #wanted = new Set<Key>();
  /** Keys being read, as long as what is read will be newer than what has arrived. */
  #reading = new Set<Key>();
  #complete: boolean;
  readonly #maxSpare: number;

  /** @param complete every row of the table has been, or is going to be, put in: an unknown one does not exist. */
  constructor(complete: boolean, maxSpare = MAX_SPARE) {
    this.#complete = complete;
    this.#maxSpare = maxSpare;
  }

  /** The row; null when there is none; undefined when it is not known. */
  get(key: Key): Row | null | undefined {
    return this.#shown.get(key)?.row;
  }

  /** Keys of rows that items show and that are not known. */
  get wanted(): ReadonlySet<Key> {
    return this.#wanted;
  }

  /** An item shows the row from now on. */
  link(key: Key, item: string): void {
    const shown = this.#shown.get(key);
    if (shown) {
      shown.items.add(item);
      return;
    }
    const row = this.#spare.get(key) ?? (this.#complete ? null : undefined);
    this.#spare.delete(key);
    if (row === undefined) this.#wanted.add(key);
    this.#shown.set(key, { row, items: new Set([item]) });
  }

  /** An item no longer shows the row. */
  unlink(key: Key, item: string): void {
    const shown = this.#shown.get(key);
    shown?.items.delete(item);
    if (!shown || shown.items.size > 0) return;
    this.#shown.delete(key);
    this.#settle(key);
    if (shown.row) this.#keep(key, shown.row);
    else if (shown.row === undefined) this.#complete = false;
  }

  /**
   * The row is there or has changed.
   *
   * @param merge makes it from what is known of it; undefined when that is not enough.
   * @returns ids of the items that show it.
   */
  put(key: Key, merge: (known: Row | null | undefined) => Row | undefined): Iterable<string> {
    const shown = this.#shown.get(key);
    const row = merge(shown ? shown.row : this.#spare.get(key));
    this.#settle(key);
    if (shown) {
      shown.row = row;
      if (row === undefined) this.#wanted.add(key);
      return shown.items;
    }
    this.#spare.delete(key);
    if (row !== undefined) this.#keep(key, row);
    else this.#complete = false;
    return [];
  }

  /** The row is gone. Returns the ids of the items that showed it. */
  remove(key: Key): Iterable<string> {
    this.#spare.delete(key);
    this.#settle(key);
    const shown = this.#shown.get(key);
    if (!shown) return [];
    shown.row = null;
    return shown.items;
  }

  /** The keys to read now. Whatever arrives for one of them meanwhile is newer than what is read. */
  beginReading(): ReadonlySet<Key> {
    return (this.#reading = new Set(this.#wanted));
  }

  /**
   * Takes what has been read: a key without a row has none.
   *
   * @param keys what `beginReading` has returned; if it has been called again since, nothing happens.
   * @returns the ids of the items that show the rows.
   */
  endReading(keys: ReadonlySet<Key>, rows: Iterable<readonly [Key, Row]>): string[] {
    if (keys !== this.#reading) return [];
    const read = new Map(rows);
    const items: string[] = [];
    for (const key of this.#reading) {
      const shown = this.#shown.get(key);
      this.#wanted.delete(key);
      if (!shown) continue;
      shown.row = read.get(key) ?? null;
      for (const item of shown.items) items.push(item);
    }
    this.#reading = new Set();
    return items;
  }

  #keep(key: Key, row: Row): void {
    this.#spare.set(key, row);
    if (this.#spare.size <= this.#maxSpare) return;
    for (const [oldest] of this.#spare) {
      this.#spare.delete(oldest);
      this.#complete = false;
      break;
    }
  }

  #settle(key: Key): void {
    this.#wanted.delete(key);
    this.#reading.delete(key);
  }
}
