import type { Catalogue } from '@thelook/models';
import { UsageError } from '@thelook/service';
import { describeRun } from '../flags/run-flags.js';
import type { HistoryFlags } from '../flags/history-flags.js';
import type { RunDescription } from '../run-description.js';
import { checkSpan, type HistorySpan } from './history.js';
import { measureLives, usersAskedFor, type LifeSize } from './history-size.js';

/** A history that was asked for, before it has a seed and an end if none were given. */
export interface HistoryPlan {
  description: RunDescription;
  span: HistorySpan;
  /** Of a life, on average. */
  size: LifeSize;
}

/**
 * Works out which history the flags ask for.
 *
 * @param seed @param until what they are unless the flags say so
 * @throws {UsageError} for flags that do not go together, and a history that cannot be
 */
export function planHistory(
  flags: HistoryFlags,
  catalogue: Catalogue,
  { seed, until }: { seed: string; until: Date },
): HistoryPlan {
  const description = describeRun(flags, {
    seed: flags.seed ?? seed,
    catalogue,
    ...(flags.ghosts !== undefined && { ghosts: flags.ghosts }),
    history: true,
  });
  const bounds = { since: flags.since.getTime(), until: (flags.until ?? until).getTime() };
  checkSpan({ ...bounds, users: 1 });
  const size = measureLives(catalogue, description, bounds);
  const users = usersAskedFor(flags, () => size);
  if (users === undefined) throw new UsageError('--users', 'not given', '--users, --rows or --size');
  const span = { ...bounds, users };
  checkSpan(span);
  return { description, span, size };
}
