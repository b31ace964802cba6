import type { ConnectionConfig, Database } from '@thelook/db';
import type { Logger } from '@thelook/service';
import type { Kysely, RawBuilder } from 'kysely';
import type { ItemView, ViewChange } from './item-view.js';
import { SharedWindows } from './shared-windows.js';

/** How the windows are kept: from the stream of changes, or by a full query at each refresh. */
export type WindowMode = 'replication' | 'query';

/** The windows of one process: open as many views as there are lookbacks and refresh intervals. */
export interface WindowSource {
  /** How the last refresh was or the next one will be made. */
  readonly mode: WindowMode;
  /**
   * A view that is empty until its first refresh.
   *
   * @throws {LookbackError} unless `lookbackMinutes` is a positive number; fractions are fine.
   * @throws {WindowClosedError} after `stop`.
   */
  open(lookbackMinutes: number): WindowView;
  /** Closes views and connection; idempotent, and bounded in time. */
  stop(): Promise<void>;
}

/** Every order item created in the last minutes, with its buyer and product. */
export interface WindowView {
  /** The state after the last refresh, and live: the next refresh changes it. */
  readonly items: ItemView;
  /**
   * Brings the view to the committed state of the database as of the call: everything committed before the call is in
   * it. One at a time: a call during another one waits for it.
   *
   * Rejects when the database cannot be reached; the view then keeps its last state.
   *
   * @param use looks at what has changed, and at the view, which stands still until it has resolved. Slots of items that
   *   are gone can be read until then.
   * @throws {WindowTooLargeError} when there is no room for the window; it is then empty.
   * @throws {WindowClosedError} or the database's own error.
   */
  refresh(use: (change: ViewChange) => Promise<void>): Promise<ViewChange>;
  /** Does work while the view stands still. */
  atRest<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Ends it. Without an open view, nothing is asked of the database. */
  close(): void;
}

export interface WindowSourceOptions {
  /** For the connection that the changes come through. */
  config: ConnectionConfig;
  /** For everything else; two connections are enough. */
  db: Kysely<Database>;
  /** `auto` takes the stream of changes wherever it can be had. Default: `auto`. */
  mode?: 'auto' | WindowMode | undefined;
  logger: Logger;
  onModeChange?: ((mode: WindowMode) => void) | undefined;
  /** Order items in memory, for all windows together. Default: 3,000,000. */
  maxItems?: number | undefined;
  /** Milliseconds that the stream of changes is kept when nobody looks. Default: 5,000. */
  graceMs?: number | undefined;
  /** The database's clock as an SQL expression, for tests that turn it. Default: `now()`. */
  clock?: RawBuilder<Date> | undefined;
}

/**
 * Keeps windows of sales. Connects to nothing until a view is refreshed.
 *
 * @example
 * const source = createWindowSource({ config, db, logger });
 * const view = source.open(5);
 * await view.refresh(async ({ isReset }) => console.log(isReset, view.items.size)); // the last five minutes
 * await view.refresh(async ({ added }) => console.log(added.length)); // what happened since
 * await source.stop();
 */
export function createWindowSource(options: WindowSourceOptions): WindowSource {
  return new SharedWindows(options);
}
