import { encodeRecords, type FeedItem, type SalesRecord } from '@thelook/feed';
import type { FeedState } from './feed-state.js';
import { Frame } from './frame.js';

/**
 * The records feed: the whole window in one frame, at every refresh. While the database is lost, the last frame goes
 * on being sent.
 */
export class RecordsState implements FeedState {
  readonly #items: ReadonlyMap<string, FeedItem>;
  #revision = 0;
  #frame: Frame | undefined;

  /** @param items of the window; `loaded` when they have been read already. */
  constructor(items: ReadonlyMap<string, FeedItem>, loaded: boolean) {
    this.#items = items;
    if (loaded) this.#revision = 1;
  }

  get revision(): number {
    return this.#revision;
  }

  refreshed(): void {
    this.#revision += 1;
    this.#frame = undefined;
  }

  missed(): void {
    if (this.#revision > 0) this.#revision += 1;
  }

  frameSince(): Frame | undefined {
    if (this.#revision === 0) return undefined;
    return (this.#frame ??= new Frame(
      encodeRecords([...this.#items.values()].map(recordOf)),
      this.#items.size,
    ));
  }

  revisionOf(): number {
    return 0;
  }
}

function recordOf(item: FeedItem): SalesRecord {
  const { user_id, age, gender, country, traffic_source, order_id, item_id } = item;
  const { category, cost, item_status, sale_price, created_at } = item;
  return {
    user_id,
    age,
    gender,
    country,
    traffic_source,
    order_id,
    item_id,
    category,
    cost,
    item_status,
    sale_price,
    created_at,
  };
}
