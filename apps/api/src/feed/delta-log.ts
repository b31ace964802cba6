import type { FeedItem } from '@thelook/feed';
import type { WindowChange } from '../window/sales-window.js';

/** Changes that are kept, however small they are. */
const MAX_CHANGES = 1_024;
/** Items in them, beyond as many as the window holds: a delta that is longer than the window is of no use. */
const SPARE_ITEMS = 1_000;

/** The latest changes of a view by revision, as far back as a delta is worth more than a snapshot. */
export class DeltaLog {
  readonly #changes: WindowChange[] = [];
  #revision: number;
  #items = 0;

  /** @param revision of the state that the first change starts from; 0: there is none. */
  constructor(revision: number) {
    this.#revision = revision;
  }

  /** Of the newest state. */
  get revision(): number {
    return this.#revision;
  }

  /** Appends the change that leads to the next revision of a view that holds `size` items. */
  append(change: WindowChange, size: number): void {
    this.#changes.push(change);
    this.#revision += 1;
    this.#items += itemsOf(change);
    while (this.#changes.length > MAX_CHANGES || this.#items > size + SPARE_ITEMS) {
      this.#items -= itemsOf(this.#changes.shift()!);
    }
  }

  /** The changes since a revision as one, or undefined when they do not go back that far. */
  since(revision: number): WindowChange | undefined {
    const count = this.#revision - revision;
    if (revision < 1 || count < 1 || count > this.#changes.length) return undefined;
    return count === 1 ? this.#changes.at(-1) : composeChanges(this.#changes.slice(-count));
  }

  /** Whether {@link since} has an answer, or nothing has changed since. */
  reaches(revision: number): boolean {
    return revision > 0 && revision <= this.#revision && this.#revision - revision <= this.#changes.length;
  }
}

function itemsOf(change: WindowChange): number {
  return change.added.length + change.changed.length + change.removed.length;
}

/**
 * One change that has the effect of several in a row.
 *
 * @example
 * composeChanges([{ at: 1, added: [item], changed: [], removed: [] }, { at: 2, added: [], changed: [], removed: [item.item_id] }]);
 * // { at: 2, added: [], changed: [], removed: [] }
 */
export function composeChanges(changes: readonly WindowChange[]): WindowChange {
  const added = new Map<string, FeedItem>();
  const changed = new Map<string, FeedItem>();
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
