import type { Share } from './chance.js';

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
  verdict: 'holds' | 'violated';
  /** Rows that the rule is about. */
  rows: number;
  violations: number;
  /** Id of one of the violations. */
  example: string | null;
}

/** What came of a figure: of the shares of its values, or of a mean, which is a figure of one value. */
export interface FigureFinding extends Checked {
  kind: 'figure';
  verdict: 'holds' | 'violated';
  /** Values drawn. */
  rows: number;
  figures: Share[];
}

export type Finding = Skipped | RuleFinding | FigureFinding;

/** All findings on a database. */
export interface Verification {
  schema: string;
  verdict: 'holds' | 'violated';
  findings: Finding[];
}
