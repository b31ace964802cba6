import type { Share } from './chance.js';
import type { JudgedProfile } from './judged-profile.js';
import type { RecordedRun } from './shop-facts.js';

interface Checked {
  /** Name of the check. */
  check: string;
}

/** A check that could not be made. */
export interface Skipped extends Checked {
  verdict: 'skipped';
  reason: string;
}

/** What came of a rule. */
export interface RuleFinding extends Checked {
  kind: 'rule';
  /** `noticed`: worth a look, and no fault. */
  verdict: 'holds' | 'violated' | 'noticed';
  /** Rows that the rule is about. */
  rows: number;
  violations: number;
  /** Id of one of the violations. */
  example: string | null;
}

/** What came of a figure: of the shares of its values, or of a mean, which is a figure of one value. */
export interface FigureFinding extends Checked {
  kind: 'figure';
  /** `noticed`: off, and no fault. */
  verdict: 'holds' | 'violated' | 'noticed';
  /** Why it is only noticed. */
  reason?: string;
  /** Values drawn. */
  rows: number;
  figures: Share[];
}

export type Finding = Skipped | RuleFinding | FigureFinding;

/** All findings on a database. */
export interface Verification {
  schema: string;
  /** By whose rules it was judged. */
  profile: JudgedProfile;
  /** Runs that are recorded, in the order in which they were opened. */
  runs: readonly Omit<RecordedRun, 'flags' | 'figures'>[];
  /** How many times as fast as real time shop time passes now; 0 while no generator runs, null without a record. */
  speed: number | null;
  verdict: 'holds' | 'violated';
  findings: Finding[];
}
