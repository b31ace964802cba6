import { reveal, type Catalogue, type Life, type Revealed, type Step, type World } from '@thelook/models';
import { UsageError } from '@thelook/service';
import { livesOf, type RunDescription } from '../run-description.js';

/** The bounds of a history, in milliseconds since 1970, and how many lives begin within them. */
export interface HistorySpan {
  /** The shop's first day: nobody signed up before. */
  since: number;
  /** Where history ends and live business begins: nothing happens later. */
  until: number;
  users: number;
}

/** What fixes a history: the same values give the same rows, on any machine and in any order. */
export interface HistoryOptions {
  catalogue: Catalogue;
  description: RunDescription;
  span: HistorySpan;
  /** The run's number in the database. */
  run?: number;
}

/** Years of a shop, a life at a time. */
export interface History {
  readonly users: number;
  /** Life number `index`, from 0: its rows when history ends, and what is ahead of it then. */
  life(index: number): Revealed;
  /** The steps of life number `index` that lead there, in the order of time. */
  steps(index: number): Iterable<Step>;
}

/** Their chunks can still be numbered by PostgreSQL's `integer`. */
const MOST_USERS = 5e11;

/**
 * Refuses a history that cannot be.
 *
 * @throws {UsageError} when `since` is not before `until`, or leaves no millisecond for each user
 */
export function checkSpan({ since, until, users }: HistorySpan): void {
  const length = until - since;
  if (!(length > 0)) {
    const end = new Date(until).toISOString();
    throw new UsageError('--since', new Date(since).toISOString(), `a moment before ${end}`);
  }
  const most = Math.min(length, MOST_USERS);
  if (users > most) {
    throw new UsageError('--users', String(users), `up to ${most}, one a millisecond of the history`);
  }
}

/**
 * Opens a history: the lives that began between `since` and `until`, revealed up to there.
 *
 * Ids begin with `since` plus one millisecond a life. So they come in the order in which they are written, which is
 * what a primary key's index takes fastest, and live rows, whose ids begin with the real time, come after all of them.
 *
 * @throws {UsageError} when `since` is not before `until`, or leaves no millisecond for each user
 * @example
 * const history = createHistory({ catalogue, description, span: { since, until, users: 1_000_000 } });
 * history.life(999_999).rows.users.length; // 1
 */
export function createHistory({ catalogue, description, span, run }: HistoryOptions): History {
  checkSpan(span);
  const { since, until, users } = span;
  const lives = livesOf(description, catalogue, { since, ...(run !== undefined && { run }) });
  const signUps = lives.signUps(since, until);
  const worldOf = (index: number): World => ({
    realAt: (moment) => moment,
    idTime: () => since + index,
    shelf: 'made to order',
  });
  const begin = (index: number): Life => lives.begin(index, signUps.at(index));
  return {
    users,
    life: (index) => reveal(lives, begin(index), until, worldOf(index)),
    *steps(index) {
      const world = worldOf(index);
      for (let life: Life | undefined = begin(index); life && life.due <= until;) {
        const step: Step = lives.step(life, world);
        yield step;
        life = step.next;
      }
    },
  };
}
