import type { Check, ColumnsRead } from '../check.js';
import { unlessTold } from '../recorded-figures.js';
import { figure } from './figure-of-living.js';

const ordersOfPeople: ColumnsRead = { orders: ['user_id', 'created_at'] };

/** Of the history alone: a shop that goes on may clear a second order away before the first. */
const placed = `
  select user_id, created_at, row_number() over (partition by user_id order by created_at) as place,
         lead(created_at) over (partition by user_id order by created_at) as next
    from orders where created_at < :opened`;

const again = ['ordersAgain', 'daysToNextOrder', 'buysMost'] as const;

/** Nearly everybody who will ever come back has done so within two years. */
const longAgo = `created_at < least(shop_ago(730 days), :opened - interval '730 days')`;

/** Shops that are too young have no regulars yet. */
const ofThreeYears = `least(:opened, :now) - min(created_at) > interval '3 years'`;

/** Who buys, how often, and how much. */
export const livingCustomers: readonly Check[] = [
  figure({
    name: 'customers who buy again within 365 days',
    target: unlessTold(again, [0.24, 0.28]),
    reads: ordersOfPeople,
    measured: `
      select count(*) as rows, avg(coalesce((next <= created_at + interval '365 days')::integer, 0))::float8 as observed
        from (${placed}) as orders
       where place = 1 and created_at < least(shop_ago(365 days), :opened - interval '365 days')`,
  }),
  figure({
    name: 'second orders that a third one follows',
    target: unlessTold(again, [0.63, 0.67]),
    reads: ordersOfPeople,
    measured: `
      select count(*) as rows, avg((next is not null)::integer)::float8 as observed
        from (${placed}) as orders where place = 2 and ${longAgo}`,
  }),
  figure({
    name: 'further orders that another one follows',
    target: unlessTold(again, [0.73, 0.77]),
    reads: ordersOfPeople,
    // Some people buy much more than others: as many independent values as there are people.
    measured: `
      select count(distinct user_id) as rows, avg((next is not null)::integer)::float8 as observed
        from (${placed}) as orders where place > 2 and ${longAgo}`,
  }),
  figure({
    name: 'customers who buy in a month after the first order, to those of the month before: up to the sixth',
    target: unlessTold(again, [0, 0.5]),
    reads: ordersOfPeople,
    // Of two months that follow each other, the part of the second: where it is highest. All cohorts are pooled.
    measured: `
      select coalesce(min(later + earlier), 0) as rows, max(later::float8 / nullif(later + earlier, 0)) as observed
        from (select count(*) as later, lag(count(*)) over (order by month) as earlier
                from (select distinct user_id, floor(extract(epoch from created_at - first) / 86400 / 30) as month
                        from (select user_id, created_at, min(created_at) over (partition by user_id) as first
                                from orders where created_at < :opened) as orders
                       where first < least(shop_ago(210 days), :opened - interval '210 days')) as bought
               where month between 1 and 6 group by month) as months
       where earlier is not null`,
  }),
  figure({
    name: 'revenue of the best 5 % of customers, after three years',
    target: unlessTold([...again, 'itemsPerOrder', 'popularityExponent'], [0.25, 0.35]),
    reads: { order_items: ['user_id', 'sale_price', 'status', 'created_at'] },
    measured: `
      select count(*) as rows, (sum(spent) filter (where place <= 0.05 * customers) / sum(spent))::float8 as observed
        from (select sum(sale_price) as spent, row_number() over (order by sum(sale_price) desc) as place,
                     count(*) over () as customers, min(min(created_at)) over () as created_at
                from order_items where status not in ('Cancelled', 'Returned') and created_at < :opened
               group by user_id) as people
      having ${ofThreeYears}`,
  }),
];
