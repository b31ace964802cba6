/** An item of a delta, encoded. */
export interface EncodedItem {
  item_id: string;
  json: string;
}

/** What a refresh has changed for those who see a view, encoded. */
export interface EncodedChange {
  at: number;
  added: EncodedItem[];
  changed: EncodedItem[];
  /** Item ids. */
  removed: string[];
}

/** Changes that are kept, however small they are. */
const MAX_CHANGES = 1_024;
/** Bytes of an id, and of what an item takes besides its JSON. */
const ID_BYTES = 64;

/** The latest changes of a view by revision, as far back as a delta is worth more than a snapshot. */
export class DeltaLog {
  #changes: EncodedChange[] = [];
  #revision: number;
  #bytes = 0;

  /** @param revision of the state that the first change starts from; 0: there is none. */
  constructor(revision: number) {
    this.#revision = revision;
  }

  /** Of the newest state. */
  get revision(): number {
    return this.#revision;
  }

  /** Bytes of all changes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends the change that leads to the next revision; the oldest go when all take more than `maxBytes`. */
  append(change: EncodedChange, maxBytes: number): void {
    this.#changes.push(change);
    this.#revision += 1;
    this.#bytes += bytesOf(change);
    while (this.#changes.length > MAX_CHANGES || this.#bytes > maxBytes) {
      this.#bytes -= bytesOf(this.#changes.shift()!);
    }
  }

  /** Goes to the next revision by a change that is not worth keeping: nothing leads there but a snapshot. */
  skip(): void {
    this.#changes = [];
    this.#bytes = 0;
    this.#revision += 1;
  }

  /** The changes since a revision as one, or undefined when they do not go back that far. */
  since(revision: number): EncodedChange | undefined {
    const count = this.#revision - revision;
    if (revision < 1 || count < 1 || count > this.#changes.length) return undefined;
    return count === 1 ? this.#changes.at(-1) : composeChanges(this.#changes.slice(-count));
  }

  /** Whether {@link since} has an answer, or nothing has changed since. */
  reaches(revision: number): boolean {
    return revision > 0 && revision <= this.#revision && this.#revision - revision <= this.#changes.length;
  }
}

function bytesOf({ added, changed, removed }: EncodedChange): number {
  const items = (all: EncodedItem[]) => all.reduce((sum, { json }) => sum + ID_BYTES + json.length, 0);
  return items(added) + items(changed) + ID_BYTES * removed.length;
}

/**
 * One change that has the effect of several in a row.
 *
 * @example
 * composeChanges([{ at: 1, added: [item], changed: [], removed: [] }, { at: 2, added: [], changed: [], removed: [item.item_id] }]);
 * // { at: 2, added: [], changed: [], removed: [] }
 */
export function composeChanges(changes: readonly EncodedChange[]): EncodedChange {
  const added = new Map<string, EncodedItem>();
  const changed = new Map<string, EncodedItem>();
  const removed = new Set<string>();
  for (const change of changes) {
    for (const id of change.removed) {
      // What came and went in between was never there for whoever gets this change.
      if (added.delete(id)) continue;
      changed.delete(id);
      removed.add(id);
    }
    for (const item of change.added) {
      if (removed.delete(item.item_id)) changed.set(item.item_id, item);
      else added.set(item.item_id, item);
    }
    for (const item of change.changed) {
      (added.has(item.item_id) ? added : changed).set(item.item_id, item);
    }
  }
  return {
    at: changes.at(-1)?.at ?? 0,
    added: [...added.values()],
    changed: [...changed.values()],
    removed: [...removed],
  };
}
