export type { FeedItem } from './feed-item.js';
export { decodeRecords, encodeRecords, RecordsFrameError } from './records-frame.js';
export type { SalesRecord } from './sales-record.js';
