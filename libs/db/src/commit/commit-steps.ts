import type { Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { Database } from '../database.js';
import { ArgumentError, CommitError } from '../errors.js';
import { sendMessages, type Answer } from '../pipeline.js';
import { stepMessage } from './step-message.js';
import type { StepCommit, StepOutcome } from './step.js';

/** What the functions of the bookkeeping raise. */
const NOT_IN_AGENDA = 'TL001';
const NOT_ON_SHELF = 'TL002';
const UNIQUE_VIOLATION = '23505';

/**
 * Commits steps, each a transaction of its own, in their order and all in one go: they travel together on one
 * connection, and the server answers at the end, so a step costs what its statements and its commit cost. One that
 * cannot be done does not touch the others. All of them are in memory: callers choose how many that is.
 *
 * Whether a step has been done is decided by its row in the agenda, which is moved first; that of a life which begins
 * is decided by the row that it puts there, or by those that it inserts. So after a lost connection the same steps can
 * be sent again: those that were committed are `gone`.
 *
 * @returns the outcome of each step, in their order
 * @throws {BadRowError} {@link ArgumentError} for a step that makes no sense; nothing has been sent.
 * @throws {CommitError} for everything else that the server refuses, and for a lost connection, once every step has its
 *   answer.
 * @example
 * const done = { run: 1, kind: 'shopper', life: 42, due: Date.UTC(2026, 0, 1) } as const;
 * const next = { ...done, due: Date.UTC(2026, 0, 3), state: { order } };
 * const set = { status: 'Shipped', shipped_at: now, updated_at: now } as const;
 * await commitSteps(db, [{ done, next, changes: [{ op: 'update', table: 'orders', key: order, set }] }]); // ['done']
 */
export async function commitSteps(
  db: Kysely<Database>,
  steps: readonly StepCommit[],
): Promise<StepOutcome[]> {
  if (db.isTransaction) throw new ArgumentError('db', 'a transaction', 'a Kysely outside of a transaction');
  const messages = steps.map((step, place) => stepMessage(db, step, place + 1));
  // Nothing to say would be answered by nothing.
  const said = steps.flatMap((_, place) => (messages[place]!.text === '' ? [] : [place]));
  const answers = await sendMessages(
    db,
    said.map((place) => messages[place]!),
  );
  const outcomes = steps.map((): StepOutcome | undefined => 'done');
  said.forEach((place, index) => (outcomes[place] = outcomeOf(steps[place]!, answers[index]!)));
  const failed = outcomes.indexOf(undefined);
  if (failed < 0) return outcomes as StepOutcome[];
  const answer = answers[said.indexOf(failed)]!;
  const error = answer.done ? new Error('no answer') : answer.error;
  throw new CommitError(failed, outcomes, error instanceof DatabaseError ? error.code : undefined, error);
}

function outcomeOf(step: StepCommit, answer: Answer): StepOutcome | undefined {
  if (answer.done) return 'done';
  if (!(answer.error instanceof DatabaseError)) return undefined;
  const { code, constraint } = answer.error;
  if (code === NOT_IN_AGENDA) return 'gone';
  if (code === NOT_ON_SHELF) return 'sold';
  const isBegun = !step.done && code === UNIQUE_VIOLATION && constraint?.endsWith('_pkey');
  return isBegun ? 'gone' : undefined;
}
