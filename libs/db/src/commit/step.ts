import type { Change } from '@thelook/models';
import type { AgendaEntry } from '../agenda/agenda-data.js';

/** A step of a life with everything that it changes: one transaction. */
export interface StepCommit {
  /** The row of the agenda that must be there, with exactly this `due`; undefined for a life that begins. */
  done?: Pick<AgendaEntry, 'run' | 'kind' | 'life' | 'due'>;
  /** What takes its place; undefined when nothing is ahead. */
  next?: AgendaEntry;
  changes: readonly Change[];
}

/**
 * What became of a step:
 * - `done`: it is committed.
 * - `gone`: somebody else has done it, or its first try has, whose answer was lost. Nothing was changed.
 * - `sold`: a piece that it takes is not on the shelf any more. Nothing was changed.
 */
export type StepOutcome = 'done' | 'gone' | 'sold';
