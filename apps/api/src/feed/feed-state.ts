import type { ViewChange } from '../window/item-view.js';
import type { Slices } from '../window/slices.js';
import type { Frame } from './frame.js';

/** A message, and the state that whoever has read it is in. */
export interface Told {
  frame: Frame;
  revision: number;
}

/**
 * What one kind of feed shows of a window, and how it tells. Nothing of it is called while the window is on its way to
 * another state, but for `frameSince`, which gives what is ready.
 */
export interface FeedState {
  /** Counts the states; 0: there is none yet. */
  readonly revision: number;
  /** Bytes that it takes, or will take when everything has been built. */
  readonly bytes: number;
  /** Whether somebody has asked for what has to be built first. */
  readonly isWanting: boolean;
  /** Begins anew: no item of the window has been looked at. */
  begin(): void;
  /**
   * Looks at more of the window's items, until a slice is over; true: that were all. The window may go on from one call
   * to the next.
   */
  load(slices: Pick<Slices, 'isOver'>): Promise<boolean>;
  /** The window has changed; its items are those after the change. Also told while not all have been looked at. */
  refreshed(change: ViewChange): Promise<void>;
  /** A refresh was due, but the database is lost. */
  missed(): void;
  /** Builds what the clients are going to ask for, or have asked for. */
  prepare(): Promise<void>;
  /** Whether that only has to begin while the window stands still. */
  readonly isPreparedAtLeisure: boolean;
  /** A step on the way from an earlier state, or from none (0), to the newest; undefined until it is built. */
  frameSince(revision: number): Told | undefined;
  /** The revision that a cursor stands for, if a client with that revision can be led on from there; else 0. */
  revisionOf(cursor: string): number;
  /** Lets go of everything; it can be loaded again. */
  clear(): void;
}
