import type { FeedItem, SalesRecord } from '@thelook/feed';
import type { WindowChange } from '../window/sales-window.js';
import type { FeedState } from './feed-state.js';
import { Frame } from './frame.js';

/**
 * The records feed: the whole window in one frame, at every refresh. While the database is lost, the last frame goes
 * on being sent. Each record is encoded once, and not at every refresh that it is in.
 */
export class RecordsState implements FeedState {
  /** By item id, as they stand in the frame. */
  readonly #records = new Map<string, string>();
  #revision = 0;
  #frame: Frame | undefined;

  /** @param items of the window; `loaded` when they have been read already. */
  constructor(items: Iterable<FeedItem>, loaded: boolean) {
    this.#encode(items);
    if (loaded) this.#revision = 1;
  }

  get revision(): number {
    return this.#revision;
  }

  refreshed({ added, changed, removed }: WindowChange): void {
    for (const id of removed) this.#records.delete(id);
    this.#encode(added);
    this.#encode(changed);
    this.#revision += 1;
    this.#frame = undefined;
  }

  missed(): void {
    if (this.#revision > 0) this.#revision += 1;
  }

  frameSince(): Frame | undefined {
    if (this.#revision === 0) return undefined;
    return (this.#frame ??= new Frame(joinRecords(this.#records.values()), this.#records.size));
  }

  revisionOf(): number {
    return 0;
  }

  #encode(items: Iterable<FeedItem>): void {
    for (const item of items) this.#records.set(item.item_id, encodeRecord(recordOf(item)));
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

/** What a record contributes to the string that `encodeRecords` makes of all of them. */
function encodeRecord(record: SalesRecord): string {
  return JSON.stringify(JSON.stringify(record)).slice(1, -1);
}

function joinRecords(records: Iterable<string>): string {
  return `"[${[...records].join(',')}]"`;
}
