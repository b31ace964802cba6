import type { WindowChange } from '../window/sales-window.js';
import type { Frame } from './frame.js';

/** What one kind of feed shows of a window, and how it tells. */
export interface FeedState {
  /** Counts the states; 0: there is none yet. */
  readonly revision: number;
  /** The window has changed; its items are those after the change. */
  refreshed(change: WindowChange): void;
  /** A refresh was due, but the database is lost. */
  missed(): void;
  /** What leads from an earlier state, or from none (0), to the newest. Built once, however often it is asked for. */
  frameSince(revision: number): Frame | undefined;
  /** The revision that a cursor stands for, if a client with that revision can be led on from there; else 0. */
  revisionOf(cursor: string): number;
}
