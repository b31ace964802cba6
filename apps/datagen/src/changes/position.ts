import type { Lsn } from '@thelook/db/internal';

/**
 * Where a change is in the stream: the place in the log at which its transaction was committed, and its number within
 * the transaction, from 1. Positions rise from change to change, whatever happens; the place of the change itself
 * does not: the rows of one COPY share it, and transactions that ran side by side lie across each other.
 */
export interface Position {
  lsn: Lsn;
  number: number;
}

/** Whether `position` is that of a change that comes after the one at `other`. */
export function isAfter(position: Position, other: Position): boolean {
  return position.lsn > other.lsn || (position.lsn === other.lsn && position.number > other.number);
}

/** As Kafka's headers and NATS's message ids have it: `97500059720-3`. */
export function formatPosition({ lsn, number }: Position): string {
  return `${lsn}-${number}`;
}

export function parsePosition(text: string): Position | undefined {
  const [matched, lsn, number] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  return matched === undefined ? undefined : { lsn: Number(lsn), number: Number(number) };
}

/** How far a stream has been written. */
export interface Written extends Position {
  /** The commit before that of the position, of those that had changes; null: there was none. */
  previous: Lsn | null;
}

/** What a sink holds at its end: where to go on. */
export interface LastEvent extends Written {
  /** It is a row of a snapshot that has not been written to its end. */
  isWithinSnapshot: boolean;
}

interface Line {
  source?: { lsn?: unknown; snapshot?: unknown; sequence?: unknown };
  transaction?: { id?: unknown; total_order?: unknown } | null;
}

/**
 * The position of a line that `changes` has written.
 *
 * @returns undefined when it is none of ours
 */
export function readLastEvent(line: string): LastEvent | undefined {
  let event: Line;
  try {
    event = JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
  const { source, transaction } = event;
  if (typeof source?.lsn !== 'number') return undefined;
  const snapshot = source.snapshot ?? 'false';
  const isWithinSnapshot = snapshot !== 'false' && snapshot !== 'last';
  // A message beside all transactions is one of its own.
  const previous = previousOf(source.sequence);
  if (!transaction) return { lsn: source.lsn, number: 1, previous, isWithinSnapshot };
  const [, lsn] = /^\d+:(\d+)$/.exec(String(transaction.id)) ?? [];
  if (lsn === undefined) return undefined;
  return { lsn: Number(lsn), number: Number(transaction.total_order), previous, isWithinSnapshot };
}

/** `["24023119","24023128"]`: the commit before, and the place of the change. */
function previousOf(sequence: unknown): Lsn | null {
  const [matched, previous] = /^\["(\d+)"/.exec(String(sequence)) ?? [];
  return matched === undefined ? null : Number(previous);
}
