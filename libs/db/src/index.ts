/** `@thelook/db/internal`: everything, for theLook's own apps. It changes without notice; `public.ts` is for everybody. */
export { AgendaDataBuilder, LANES, laneOf, type AgendaEntry } from './agenda/agenda-data.js';
export { analyzeAgenda, insertEntries, oldestDue, takeDue, type TakeOptions } from './agenda/agenda.js';
export { LaneLeases, type LaneLeasesOptions } from './agenda/lane-leases.js';
export { bookkeepingTable, type BookkeepingTable } from './bookkeeping/bookkeeping-tables.js';
export { commitSteps } from './commit/commit-steps.js';
export type { StepCommit, StepOutcome } from './commit/step.js';
export {
  BackfillLedger,
  finishedBackfills,
  type BackfillRun,
  type FinishedBackfill,
  type RunParameters,
} from './backfill/ledger.js';
export { bookkeepingSchema } from './bookkeeping/bookkeeping-tables.js';
export {
  bulkInsert,
  type BulkInsertOptions,
  type BulkInsertResult,
  type IfExists,
  type RowSource,
} from './bulk-insert.js';
export { checkColumns } from './check-columns.js';
export { copyTables } from './copy-tables.js';
export { CopyDataBuilder, type CopiedTable, type CopyData } from './copy-data.js';
export type { CopyMemory } from './field-buffer.js';
export { readConnectionConfig, readSchema, type ConnectionConfig } from './connection-config.js';
export { createDb } from './create-db.js';
export type {
  Database,
  DistCentersTable,
  EventsTable,
  InventoryItemsTable,
  OrderItemsTable,
  OrdersTable,
  ProductsTable,
  UsersTable,
} from './database.js';
export {
  ArgumentError,
  BadRowError,
  ColumnTypeError,
  CommitError,
  ConfigError,
  CopyError,
  ForeignTableError,
  SchemaRightError,
  SeedInUseError,
  TableExistsError,
} from './errors.js';
export { evolveReadings, SCHEMA_MESSAGE, widenUsers, type SchemaChange } from './evolution/change-schema.js';
export { findReadings, READINGS, readingsTable } from './evolution/device-readings.js';
export { generatedTablesAreEmpty, resetTables, tablesExist } from './existing-tables.js';
export { migrate, type MigrateOptions, type MigrationReport } from './migrate.js';
export { publish, type PublicationState } from './publication.js';
export { refreshStatic, type RefreshCounts, type StaticRows } from './refresh-static.js';
export { PublicationError, ReplicaIdentityError, UnseenChangesError } from './replication/errors.js';
export { feedPublicationName, publishFeed } from './replication/feed-publication.js';
export { publishVisits } from './replication/visit-publication.js';
export { microseconds } from './replication/sales-rows.js';
export type { OnMessage } from './replication/change-feed.js';
export { formatLsn, parseLsn, PgoutputDecoder } from './replication/pgoutput-decoder.js';
export {
  Tuple,
  tupleMaker,
  type FormerRow,
  type Lsn,
  type PgoutputMessage,
  type Relation,
  type RelationColumn,
  type ReplicaIdentity,
} from './replication/pgoutput-messages.js';
export {
  readPublication,
  type PublicationFacts,
  type PublishedTable,
} from './replication/published-tables.js';
export { readLogPlace, readLogPlaces, recordLogPlace, type LogPlace } from './replication/log-places.js';
export { setReplicaIdentity } from './replication/replica-identity.js';
export {
  createSlot,
  dropSlot,
  readPublications,
  readSlots,
  serverVersion,
  type PublicationSummary,
  type SlotState,
} from './replication/slots.js';
export { ReplicationClient, type ReplicationSlot } from './replication/replication-client.js';
export {
  SalesChangeDecoder,
  type DeleteChange,
  type PutChange,
  type SalesChange,
} from './replication/sales-changes.js';
export type { Buyer, SalesRows, SalesTable, SoldItem, SoldProduct } from './replication/sales-rows.js';
export {
  countSales,
  readBuyers,
  readSales,
  readSoldProducts,
  type SaleRow,
  type SalesReader,
  type SalesReadingOptions,
  type SalesReadingStart,
} from './replication/sales-reading.js';
export {
  emitMarker,
  readMarker,
  type EmitMarkerOptions,
  type StreamMarker,
} from './replication/stream-marker.js';
export { checkUnseenChanges } from './replication/unseen-changes.js';
export { createSecondaryIndexes, dropSecondaryIndexes, finishBulkLoad } from './bulk-load.js';
export { Retention, type RetireBatch, type Retired } from './retention/retention.js';
export {
  columnsOf,
  generatedTables,
  tableNames,
  type Column,
  type ColumnDefinition,
  type SqlType,
  type TableName,
} from './tables.js';
export { seedDatabase, type SeedOptions } from './seed-database.js';
export { windowQuery, type WindowRow } from './window-query.js';
export { openRun, readRuns, reserveLives, type Run, type RunRecord } from './bookkeeping/runs.js';
export { readSaleClock, saleDays, type RealSpan } from './bookkeeping/sale-days.js';
export { realAt, shopAt, type ClockSegment } from './bookkeeping/clock-segments.js';
export {
  changeSpeed,
  closeClock,
  DEFAULT_SPEED,
  endHistory,
  openClock,
  readSegments,
} from './bookkeeping/shop-clock.js';
export { ServerClock, type Stopwatch } from './bookkeeping/server-clock.js';
export {
  readRanOut,
  readRestocked,
  readStock,
  type ShelfChange,
  type StockReading,
} from './bookkeeping/stock-reading.js';
export { countShelf, pickPieces, type PickOptions } from './bookkeeping/shelf.js';
