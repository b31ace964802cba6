import type { FeedItem, Summary, SummaryGroup, WindowQuery } from '@thelook/feed';
import { csvRecord, type CsvValue } from './csv.js';

/** The media types that a window can be had in; the first is the default. */
export const mediaTypes = ['application/json', 'application/x-ndjson', 'text/csv'] as const;

export type MediaType = (typeof mediaTypes)[number];

/** As `Content-Type`. */
export const contentTypes: Record<MediaType, string> = {
  'application/json': 'application/json; charset=utf-8',
  'application/x-ndjson': 'application/x-ndjson; charset=utf-8',
  'text/csv': 'text/csv; charset=utf-8; header=present',
};

/** The order items of a window, as JSON has them. */
export interface OrderItems {
  /** The database's clock, in milliseconds since 1970. */
  at: number;
  lookback_minutes: number;
  filters: WindowQuery['filters'];
  /** The newest first. */
  items: FeedItem[];
}

/** The columns of order items as CSV: an item's keys in the order of the wire. */
export const itemColumns = [
  ...(['user_id', 'age', 'gender', 'country', 'traffic_source', 'order_id', 'item_id', 'category'] as const),
  ...(['cost', 'item_status', 'sale_price', 'created_at', 'department', 'product_id'] as const),
  ...(['product_name', 'product_brand'] as const),
] satisfies (keyof FeedItem)[];

/** The columns of a summary as CSV: one line for all, then one for each group of each kind. */
export const summaryColumns = ['by', 'key', 'orders', 'items', 'sales', 'cost', 'margin'] as const;

/** Items that go into one chunk of a body. */
const ITEMS_PER_CHUNK = 500;

/** The body of a response with order items, in chunks. */
export function* representItems(type: MediaType, window: OrderItems): Generator<string> {
  const { items, ...head } = window;
  if (type === 'text/csv') {
    yield csvRecord(itemColumns);
    yield* inChunks(items, (item) => csvRecord(itemColumns.map((column) => item[column])));
  } else if (type === 'application/x-ndjson') {
    yield* inChunks(items, (item) => `${JSON.stringify(item)}\n`);
  } else {
    yield `${JSON.stringify(head).slice(0, -1)},"items":[`;
    yield* inChunks(items, (item, index) => `${index === 0 ? '' : ','}${JSON.stringify(item)}`);
    yield ']}';
  }
}

/** The body of a response with a summary. */
export function* representSummary(type: MediaType, summary: Summary): Generator<string> {
  if (type === 'text/csv') {
    yield csvRecord(summaryColumns);
    for (const row of summaryRows(summary)) yield csvRecord(row);
  } else {
    yield `${JSON.stringify(summary)}${type === 'application/x-ndjson' ? '\n' : ''}`;
  }
}

function* inChunks(
  items: readonly FeedItem[],
  represent: (item: FeedItem, index: number) => string,
): Generator<string> {
  for (let begin = 0; begin < items.length; begin += ITEMS_PER_CHUNK) {
    const chunk = items.slice(begin, begin + ITEMS_PER_CHUNK);
    yield chunk.map((item, index) => represent(item, begin + index)).join('');
  }
}

function* summaryRows(summary: Summary): Generator<CsvValue[]> {
  const { orders, items, sales, cost, margin } = summary;
  yield ['all', null, orders, items, sales, cost, margin];
  yield* groupRows('country', summary.by_country);
  yield* groupRows('traffic_source', summary.by_traffic_source);
  yield* groupRows('category', summary.by_category);
  yield* groupRows('status', summary.by_status);
  yield* groupRows('department', summary.by_department);
  yield* groupRows('age', summary.by_age);
  yield* groupRows('brand', summary.top_brands);
}

function* groupRows(by: string, groups: SummaryGroup[]): Generator<CsvValue[]> {
  for (const { key, items, sales, cost } of groups) {
    yield [by, key, null, items, sales, cost, Math.round((sales - cost) * 100) / 100];
  }
}
