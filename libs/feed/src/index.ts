export {
  connectFeed,
  FeedConnectionError,
  FeedMessageError,
  FeedRefusedError,
  NoWebSocketError,
  type ConnectionStatus,
  type FeedOptions,
  type FeedState,
  type WebSocketConstructor,
  type WebSocketLike,
} from './client.js';
export type { FeedItem } from './feed-item.js';
export {
  canonicalFilters,
  compileFilters,
  filterNames,
  filtersKey,
  type FeedFilters,
  type FilterName,
} from './filter.js';
export {
  PROTOCOL_VERSION,
  RECORDS_SUBPROTOCOL,
  SUBPROTOCOL,
  TOKEN_SUBPROTOCOL,
  type DeltaMessage,
  type ErrorMessage,
  type FeedKind,
  type FeedLimits,
  type FeedMessage,
  type HelloMessage,
  type SnapshotMessage,
  type StatusMessage,
} from './messages.js';
export { parseMessage } from './parse-message.js';
export { problem, PROBLEM_MEDIA_TYPE, queryProblem, type Problem, type ProblemStatus } from './problem.js';
export {
  feedUrl,
  FeedQueryError,
  parseFeedQuery,
  parseWindowQuery,
  queryLimits,
  type FeedQuery,
  type QueryDefaults,
  type WindowQuery,
} from './query.js';
export { decodeRecords, encodeRecords, RecordsFrameError } from './records-frame.js';
export type { SalesRecord } from './sales-record.js';
export { toDollars, toUnits } from './money.js';
export { ageBand, ageBands, bySales, shopStatuses, TOP } from './group-keys.js';
export { SalesSteps, stepSeconds } from './sales-steps.js';
export { summarize, SummaryAccumulator } from './summary-accumulator.js';
export type {
  RecentItem,
  SaleDays,
  SalesSeries,
  SourceVisits,
  StatusChange,
  StatusChanges,
  StatusCount,
  StatusOrders,
  Stock,
  StockChange,
  Summary,
  SummaryGroup,
  TopProduct,
  Visits,
  WindowBefore,
} from './summary.js';
export { decodeSummary, encodeSummary, type SummaryMessage } from './summary-message.js';
export type {
  ChangeRow,
  CountRow,
  GroupRow,
  OrdersRow,
  ProductRow,
  RecentRow,
  SaleDaysRow,
  StatusChangesMessage,
  StockMessage,
  StockRow,
  VisitsRow,
} from './summary-rows.js';
