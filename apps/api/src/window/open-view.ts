import { WindowClosedError } from './errors.js';
import { Exclusive } from './exclusive.js';
import { ItemView, type ViewChange, type ViewTarget } from './item-view.js';
import type { SalesTable } from './sales-table.js';
import type { WindowView } from './sales-window.js';

/** A view that refreshes one at a time, until it is closed. */
export class OpenView implements WindowView {
  readonly lookbackMinutes: number;
  readonly items: ItemView;
  readonly #target: (view: OpenView) => Promise<ViewTarget>;
  readonly #onClose: (view: OpenView) => void;
  readonly #refreshes = new Exclusive();
  readonly #changes = new Exclusive();
  #closed = false;

  /** @param target finds out where the view has to go, once it can go there. */
  constructor(
    lookbackMinutes: number,
    table: SalesTable,
    target: (view: OpenView) => Promise<ViewTarget>,
    onClose: (view: OpenView) => void,
  ) {
    this.lookbackMinutes = lookbackMinutes;
    this.items = new ItemView(table);
    this.#target = target;
    this.#onClose = onClose;
  }

  refresh(use: (change: ViewChange) => Promise<void>): Promise<ViewChange> {
    return this.#refreshes.run(async () => {
      if (this.#closed) throw new WindowClosedError();
      const target = await this.#target(this);
      return this.#changes.run(() => this.#advance(target, use), true);
    });
  }

  /** Does work while the view stands still; refreshes do not wait for those who wait for that. */
  atRest<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#changes.run(work);
  }

  /** Makes the view one of this table that can go on to targets. */
  begin(table: SalesTable, cutoff: number): Promise<void> {
    return this.#changes.run(() => this.items.begin(table, cutoff), true);
  }

  /** Empties the view. */
  clear(): Promise<void> {
    return this.atRest(async () => this.items.clear());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // Not in the middle of a refresh, which needs what it reads.
    void this.#refreshes.run(() => this.clear());
    this.#onClose(this);
  }

  async #advance(target: ViewTarget, use: (change: ViewChange) => Promise<void>): Promise<ViewChange> {
    let change: ViewChange;
    try {
      change = await this.items.advance(target);
    } catch (error) {
      // Half of a change is no state: it begins anew.
      this.items.clear();
      throw error;
    }
    try {
      await use(change);
    } finally {
      await this.items.release();
    }
    return change;
  }
}
