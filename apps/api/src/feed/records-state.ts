import type { ItemView, ViewChange } from '../window/item-view.js';
import { Slices } from '../window/slices.js';
import type { FeedState, Told } from './feed-state.js';
import { Frame, Piece } from './frame.js';
import { Segments } from './segments.js';

const BEGIN = new Piece('"[');
const END = new Piece(']"');

/**
 * The records feed: the whole window in one message, at every refresh. While the database is lost, the last one goes on
 * being sent. A record is encoded again only when something in its segment has changed.
 */
export class RecordsState implements FeedState {
  readonly isPreparedAtLeisure = false;
  readonly #items: ItemView;
  readonly #compress: boolean;
  readonly #segments: Segments;
  #revision = 0;
  #told: Told | undefined;
  #isWanting = false;

  /** @param compress clients may want it compressed. */
  constructor(items: ItemView, compress: boolean) {
    this.#items = items;
    this.#compress = compress;
    this.#segments = new Segments(items, (slot) => items.json.record(slot));
  }

  get revision(): number {
    return this.#revision;
  }

  get isWanting(): boolean {
    return this.#isWanting;
  }

  /** Of the message. */
  get bytes(): number {
    const { size, recordBytes } = this.#items;
    return recordBytes + Math.max(0, size - 1) + BEGIN.plain.length + END.plain.length;
  }

  begin(): void {
    this.#segments.clear();
  }

  async load(): Promise<boolean> {
    this.#revision += 1;
    return true;
  }

  async refreshed(change: ViewChange): Promise<void> {
    await this.#segments.refreshed(change, new Slices());
    this.#revision += 1;
  }

  missed(): void {
    if (!this.#told) return;
    this.#revision += 1;
    this.#told = { ...this.#told, revision: this.#revision };
  }

  async prepare(): Promise<void> {
    this.#isWanting = false;
    if (this.#revision === 0 || this.#told?.revision === this.#revision) return;
    const revision = this.#revision;
    const slices = new Slices();
    const frame = new Frame([BEGIN, ...(await this.#segments.join(slices)), END], this.#items.size);
    if (this.#compress) await frame.deflate(slices);
    this.#told = { frame, revision };
  }

  frameSince(revision: number): Told | undefined {
    if (this.#told && this.#told.revision !== revision) return this.#told;
    this.#isWanting = this.#revision > 0;
    return undefined;
  }

  revisionOf(): number {
    return 0;
  }

  clear(): void {
    this.#segments.clear();
    this.#told = undefined;
  }
}
