import { encodeSummary } from '@thelook/feed';
import type { ViewChange } from '../window/item-view.js';
import { Slices } from '../window/slices.js';
import { Cursors } from './cursor.js';
import type { FeedState, Told } from './feed-state.js';
import { Frame } from './frame.js';
import type { ItemsStateOptions } from './items-state.js';
import { SummaryCounters, type SummaryCountersOptions } from './summary-counters.js';

export type SummaryStateOptions = Omit<ItemsStateOptions, 'compress'> & SummaryCountersOptions;

/** Bytes of a message, about; the counters take more. */
const MESSAGE_BYTES = 8 * 1024;

/** `feed=summary` of thelook.v1: the window in figures. The newest message is all that a client needs. */
export class SummaryState implements FeedState {
  readonly isPreparedAtLeisure = false;
  readonly #options: SummaryStateOptions;
  readonly #cursors = new Cursors();
  readonly #counters: SummaryCounters;
  #revision = 0;
  #told: Told | undefined;
  #isWanting = false;

  constructor(options: SummaryStateOptions) {
    this.#options = options;
    this.#counters = new SummaryCounters(options);
  }

  get revision(): number {
    return this.#revision;
  }

  get isWanting(): boolean {
    return this.#isWanting;
  }

  get bytes(): number {
    return MESSAGE_BYTES + this.#counters.bytes;
  }

  begin(): void {
    this.#counters.clear();
  }

  async load(slices: Pick<Slices, 'isOver'>): Promise<boolean> {
    if (!this.#counters.load(this.#options.at(), slices)) return false;
    this.#revision += 1;
    return true;
  }

  async refreshed(change: ViewChange): Promise<void> {
    const slices = new Slices();
    this.#counters.goTo(change.at);
    for (const gone of [change.removed, change.changedFrom]) {
      for (const slot of gone) {
        this.#counters.remove(slot);
        if (slices.isOver) await slices.next();
      }
    }
    for (const come of [change.added, change.changed]) {
      for (const slot of come) {
        this.#counters.add(slot);
        if (slices.isOver) await slices.next();
      }
    }
    this.#revision += 1;
  }

  missed(): void {
    // The clients are told by a status message, and keep what they have.
  }

  async prepare(): Promise<void> {
    this.#isWanting = false;
    if (this.#revision === 0 || this.#told?.revision === this.#revision) return;
    const summary = await this.#counters.summary(this.#options.at(), new Slices());
    const message = encodeSummary(summary, this.#cursors.cursor(this.#revision));
    const frame = new Frame(JSON.stringify(message), this.#counters.size);
    this.#told = { frame, revision: this.#revision };
  }

  frameSince(revision: number): Told | undefined {
    if (this.#told && this.#told.revision !== revision) return this.#told;
    this.#isWanting = this.#revision > 0;
    return undefined;
  }

  revisionOf(cursor: string): number {
    const revision = this.#cursors.revisionOf(cursor);
    return revision <= this.#revision ? revision : 0;
  }

  clear(): void {
    this.#counters.clear();
    this.#told = undefined;
  }
}
