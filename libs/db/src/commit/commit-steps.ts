import type { Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { Database } from '../database.js';
import { ArgumentError, CommitError } from '../errors.js';
import { sendMessages, type Answer, type Message } from '../pipeline.js';
import { stepMessage } from './step-message.js';
import type { StepCommit, StepOutcome } from './step.js';

/** What the functions of the bookkeeping raise. */
const NOT_IN_AGENDA = 'TL001';
const NOT_ON_SHELF = 'TL002';
const UNIQUE_VIOLATION = '23505';

/** Steps that change nothing, at most, in one transaction. */
const MOST_JOINED = 64;

/**
 * Commits steps, each a transaction of its own, in their order and all in one go: they travel together on one
 * connection, and the server answers at the end, so a step costs what its statements and its commit cost. One that
 * cannot be done does not touch the others. All of them are in memory: callers choose how many that is.
 *
 * Those that change nothing but their own place in the agenda share transactions: nobody sees whether they do, and a
 * commit is most of what one of them costs. Where one of them is gone, the others are done one by one.
 *
 * Whether a step has been done is decided by its row in the agenda, which is moved first; that of a life which begins
 * is decided by the row that it puts there, or by those that it inserts. So after a lost connection the same steps can
 * be sent again: those that were committed are `gone`.
 *
 * @returns the outcome of each step, in the order of the steps
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
  const answers = new Map<number, Answer>();
  const send = async (transactions: readonly number[][]): Promise<void> => {
    const joined = transactions.map((places) => ({
      text: places.map((place) => messages[place]!.text).join(';\n'),
      copies: [],
    }));
    const answered = await sendMessages(db, joined);
    transactions.forEach((places, index) => {
      for (const place of places) answers.set(place, answered[index]!);
    });
  };
  const transactions = transactionsOf(steps, messages);
  await send(transactions);
  const undone = transactions.filter(
    (places) => places.length > 1 && outcomeOf(steps[places[0]!]!, answers.get(places[0]!)!) === 'gone',
  );
  await send(undone.flat().map((place) => [place]));

  const outcomes = steps.map((step, place): StepOutcome | undefined => {
    const answer = answers.get(place);
    return answer ? outcomeOf(step, answer) : 'done';
  });
  const failed = outcomes.indexOf(undefined);
  if (failed < 0) return outcomes as StepOutcome[];
  const answer = answers.get(failed);
  const error = !answer || answer.done ? new Error('no answer') : answer.error;
  throw new CommitError(failed, outcomes, error instanceof DatabaseError ? error.code : undefined, error);
}

/** The places of the steps of each transaction. A step with nothing to say is in none, since nothing would be answered. */
function transactionsOf(steps: readonly StepCommit[], messages: readonly Message[]): number[][] {
  const transactions: number[][] = [];
  let joined: number[] = [];
  messages.forEach(({ text }, place) => {
    const { done, changes } = steps[place]!;
    if (text === '') return;
    if (!done || changes.length > 0) transactions.push([place]);
    else {
      if (joined.length % MOST_JOINED === 0) transactions.push((joined = []));
      joined.push(place);
    }
  });
  return transactions;
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
