import type { Check, Shares } from '../check.js';
import { weekdaysTold } from '../recorded-figures.js';
import { figure, hasPattern, inPattern, ordersByOwnClock, ownClockReads } from './figure-of-living.js';

/** Whole years of the history, as :from and :to, by the calendar. */
const wholeYears = `
  (select case when min(created_at) = date_trunc('year', min(created_at)) then min(created_at)
               else date_trunc('year', min(created_at)) + interval '1 year' end as first,
          date_trunc('year', least(:opened, :now)) as last
     from users) as years`;

/** When people come: by the hour, the day, the month and over the years; of the history, whose shop time is real time. */
export const livingRhythm: readonly Check[] = [
  figure({
    name: 'orders from 3 to 5 h to those with them from 20 to 22 h, by the clock of the buyers',
    // One to eight.
    target: inPattern(['daily', 'weekly', 'yearly'], ['hours'], [0.1, 0.125]),
    reads: ownClockReads,
    measured: `
      select count(*) as rows, avg((hour between 3 and 4)::integer)::float8 as observed
        from (select extract(hour from local) as hour from ${ordersByOwnClock}) as orders
       where hour in (3, 4, 20, 21)`,
  }),
  figure({
    name: 'orders of the hour from 20 to 21 h, of all, by the clock of the buyers',
    target: inPattern(['daily', 'weekly', 'yearly'], ['hours'], [0.068, 0.08]),
    reads: ownClockReads,
    measured: `
      select count(*) as rows, avg((extract(hour from local) = 20)::integer)::float8 as observed from ${ordersByOwnClock}`,
  }),
  {
    kind: 'shares',
    profile: 'living',
    name: 'orders by the day of the week',
    weights: (facts) => (hasPattern(facts, ['weekly', 'yearly']) ? weekdaysTold(facts) : undefined),
    // A second order of the same week comes a week later.
    slack: 0.006,
    reads: ownClockReads,
    counted: `
      select trim(to_char(local, 'Day')) as value, count(*) as observed from ${ordersByOwnClock} group by 1`,
  } satisfies Shares,
  figure({
    name: 'orders of October to December, to those of July to September without growth',
    target: inPattern(['yearly'], ['months', 'daysToNextOrder', 'daysToFirstOrder'], [1.2, 1.3]),
    chance: { variance: 3, reach: 5 },
    reads: { orders: ['created_at'], users: ['created_at'] },
    // A quarter of the way from one third quarter to the next, from the second year on: regulars have to be there.
    measured: `
      select coalesce(sum(fourth), 0)::bigint as rows, sum(fourth) / nullif(sum(third ^ 0.75 * next ^ 0.25), 0)::float8 as observed
        from (select count(*) filter (where quarter = 4)::float8 as fourth, count(*) filter (where quarter = 3)::float8 as third,
                     lead(count(*) filter (where quarter = 3)::float8) over (order by year) as next, year, min(last) as last
                from (select extract(year from created_at) as year, extract(quarter from created_at) as quarter, first, last
                        from orders, ${wholeYears}
                       where created_at < :opened and created_at >= first + interval '1 year') as orders
               group by year) as years
       where next is not null and year + 1 < extract(year from last)`,
  }),
  figure({
    name: 'orders of November, of those of the two busiest months',
    target: inPattern(['yearly'], ['months'], [0.5, 0.65]),
    reads: { orders: ['created_at'], users: ['created_at'] },
    measured: `
      select coalesce(sum(november + other), 0)::bigint as rows, sum(november)::float8 / nullif(sum(november + other), 0) as observed
        from (select max(orders) filter (where month = 11) as november, max(orders) filter (where month <> 11) as other
                from (select extract(month from created_at) as month, count(*) as orders
                        from orders, ${wholeYears}
                       where created_at >= first and created_at < last group by 1) as months) as months`,
  }),
  figure({
    name: 'users who sign up in a year, to those of the year before',
    target: inPattern(['flat', 'daily', 'weekly', 'yearly'], ['growth', 'months'], [1.25, 1.35]),
    chance: { variance: 3, reach: 5 },
    reads: { users: ['created_at'] },
    measured: `
      select coalesce(sum(users), 0)::bigint as rows, sum(users)::float8 / nullif(sum(before), 0) as observed
        from (select count(*) as users, lag(count(*)) over (order by date_trunc('year', created_at)) as before
                from users, ${wholeYears}
               where created_at >= first and created_at < last
               group by date_trunc('year', created_at)) as years
       where before is not null`,
  }),
];
