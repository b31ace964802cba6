import { createShop, type Catalogue, type OrdersAt, type Seed, type Shopper } from '@thelook/models';
import { UsageError } from '@thelook/service';

/** What fixes a history: the same values give the same rows, on any machine and in any order. */
export interface HistoryOptions {
  catalogue: Catalogue;
  seed: Seed;
  /** The shop's first day: nobody signed up before. */
  since: Date;
  /** Where history ends and live business begins: nobody signs up, orders or looks around later. */
  until: Date;
  /** Sessions of anonymous visitors for each user. */
  ghosts: number;
  users: number;
}

/** Years of a shop, a shopper at a time. */
export interface History {
  readonly users: number;
  /** User number `index`, from 0, with everything that follows from it, and the ghost sessions that go with it. */
  shopper(index: number): Shopper;
}

const evenlySinceSignUp: OrdersAt = (user, now, random) =>
  new Date(random.between(user.created_at.getTime(), now.getTime()));

/** A trillion: their chunks can still be numbered by PostgreSQL's `integer`. */
const MOST_USERS = 1e12;

/**
 * Refuses a history that cannot be.
 *
 * @throws {UsageError} when `since` is not before `until`, or leaves no millisecond for each user
 */
export function checkSpan({ since, until, users }: Pick<HistoryOptions, 'since' | 'until' | 'users'>): void {
  const span = until.getTime() - since.getTime();
  if (!(span > 0)) {
    throw new UsageError('--since', since.toISOString(), `a moment before ${until.toISOString()}`);
  }
  const most = Math.min(span, MOST_USERS);
  if (users > most) {
    throw new UsageError('--users', String(users), `up to ${most}, one a millisecond of the history`);
  }
}

/**
 * Opens a history. Orders fall evenly between their user's sign-up and `until`.
 *
 * Ids begin with `since` plus one millisecond a user. So they come in the order in which they are written, which is
 * what a primary key's index takes fastest, and live rows, whose ids begin with the real time, come after all of them.
 *
 * @throws {UsageError} when `since` is not before `until`, or leaves no millisecond for each user
 * @example
 * const history = createHistory({ catalogue, seed: 42, since, until, ghosts: 5, users: 1_000_000 });
 * history.shopper(999_999).users.length; // 1
 */
export function createHistory(options: HistoryOptions): History {
  const { catalogue, seed, since, until, ghosts, users } = options;
  checkSpan(options);
  const shop = createShop({
    catalogue,
    seed,
    since,
    ghosts,
    clock: () => until,
    ordersAt: evenlySinceSignUp,
    idsAt: (index) => new Date(since.getTime() + index),
  });
  return { users, shopper: (index) => shop.shopper(index) };
}
