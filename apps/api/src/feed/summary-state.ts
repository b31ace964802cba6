import { encodeSummary, SummaryAccumulator } from '@thelook/feed';
import type { WindowChange } from '../window/sales-window.js';
import { Cursors } from './cursor.js';
import type { FeedState } from './feed-state.js';
import { FilteredItems } from './filtered-items.js';
import { Frame } from './frame.js';
import type { ItemsStateOptions } from './items-state.js';

export interface SummaryStateOptions extends ItemsStateOptions {
  lookbackMinutes: number;
}

/** `feed=summary` of thelook.v1: the window in figures. The newest message is all that a client needs. */
export class SummaryState implements FeedState {
  readonly #cursors = new Cursors();
  readonly #filtered: FilteredItems | undefined;
  readonly #accumulator: SummaryAccumulator;
  #at: number;
  #revision: number;
  #frame: Frame | undefined;

  constructor({ items, at, filter, lookbackMinutes }: SummaryStateOptions) {
    this.#filtered = filter && new FilteredItems(filter, items.values());
    this.#accumulator = new SummaryAccumulator({ lookbackMinutes });
    for (const item of (this.#filtered?.items ?? items).values()) this.#accumulator.put(item);
    this.#at = at;
    this.#revision = at > 0 ? 1 : 0;
  }

  get revision(): number {
    return this.#revision;
  }

  refreshed(change: WindowChange): void {
    this.#accumulator.apply(this.#filtered?.apply(change) ?? change);
    this.#at = change.at;
    this.#revision += 1;
    this.#frame = undefined;
  }

  missed(): void {
    // The clients are told by a status message, and keep what they have.
  }

  frameSince(): Frame | undefined {
    if (this.#revision === 0) return undefined;
    return (this.#frame ??= this.#build());
  }

  revisionOf(cursor: string): number {
    const revision = this.#cursors.revisionOf(cursor);
    return revision <= this.#revision ? revision : 0;
  }

  #build(): Frame {
    const summary = this.#accumulator.summary(this.#at);
    const message = encodeSummary(summary, this.#cursors.cursor(this.#revision));
    return new Frame(JSON.stringify(message), this.#accumulator.size);
  }
}
