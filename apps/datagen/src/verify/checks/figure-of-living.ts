import type { LivingFigures, Pattern } from '@thelook/models';
import type { Target } from '../chance.js';
import type { Figure } from '../check.js';
import { unlessTold } from '../recorded-figures.js';
import type { ShopFacts } from '../shop-facts.js';

/** One figure of the living shop: what it should be, how far chance may carry it, and the statement that measures it. */
type Row = Pick<Figure, 'name' | 'target' | 'chance' | 'reads' | 'measured'>;

export const figure = (row: Row): Figure => ({ kind: 'figure', profile: 'living', ...row });

/** Orders of the history with the moment by the buyer's own clock; of people who never moved to another one. */
export const ordersByOwnClock = `
  (select o.created_at + interval '1 hour' * round(u.longitude::float8 / 15) as local
     from orders o join users u on u.id = o.user_id
    where o.created_at < :opened and (u.updated_at is null or u.updated_at <= u.created_at)) as orders`;
export const ownClockReads = {
  orders: ['user_id', 'created_at'],
  users: ['id', 'longitude', 'created_at', 'updated_at'],
} as const;

/** What holds in shops whose runs all had a rhythm of one of these patterns, and were told no other figures for it. */
export function inPattern(
  patterns: readonly Pattern[],
  names: readonly (keyof LivingFigures)[],
  target: Target,
): (facts: ShopFacts) => Target | undefined {
  const usual = unlessTold(names, target);
  return (facts) => (hasPattern(facts, patterns) ? usual(facts) : undefined);
}

export function hasPattern({ runs }: ShopFacts, patterns: readonly Pattern[]): boolean {
  return (
    runs.length > 0 && runs.every(({ flags }) => patterns.includes((flags['pattern'] ?? 'daily') as Pattern))
  );
}

/** How far chance carries the quotient of two shares, of which the first is that of so rare a thing. */
export function chanceOfQuotient(quotient: number, share: number): NonNullable<Figure['chance']> {
  return { variance: (quotient ** 2 * (1 - share)) / share, reach: quotient / share };
}
