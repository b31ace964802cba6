import type { LivingFigures } from '@thelook/models';
import type { Check, ColumnsRead, Figure } from '../check.js';
import { unlessTold } from '../recorded-figures.js';
import { chanceOfQuotient, figure } from './figure-of-living.js';

/** Old ones may have been cleared away, and those that came back later than others. */
const delivered = `delivered_at < least(shop_ago(30 days), :opened - interval '30 days')`;
const deliveredReads: ColumnsRead = {
  order_items: [
    'order_id',
    'user_id',
    'product_id',
    'created_at',
    'shipped_at',
    'delivered_at',
    'returned_at',
    'sale_price',
  ],
  products: ['id', 'category', 'retail_price'],
};
const told: readonly (keyof LivingFigures)[] = [
  'returned',
  'returnedOtherwise',
  'returnedOnSale',
  'returnedLate',
  'sendsBack',
  'lateAfterHours',
];

/** Delivered items of the history. */
const items = `
  select i.*, p.category, i.sale_price < p.retail_price as on_sale, i.returned_at is not null as returned,
         i.delivered_at - i.shipped_at >= interval '84 hours' as late
    from order_items i join products p on p.id = i.product_id
   where ${delivered.replace('delivered_at', 'i.delivered_at')}`;

/** The share that comes back; some people send back much more than others: as many independent values as people. */
function ofCategories(name: string, categories: readonly string[], share: number): Figure {
  const listed = categories.map((category) => `'${category}'`).join(', ');
  return figure({
    name,
    target: unlessTold(told, [share - 0.02, share + 0.02]),
    reads: deliveredReads,
    measured: `
      select count(distinct user_id) as rows, avg(returned::integer)::float8 as observed
        from (${items}) as items where category in (${listed})`,
  });
}

/** The share of items of one kind that come back, to that of the others. */
function toOthers(name: string, kind: string, target: readonly [number, number], share: number): Figure {
  return figure({
    name,
    target: unlessTold(told, target),
    chance: chanceOfQuotient(target[1], share),
    reads: deliveredReads,
    measured: `
      select count(distinct user_id) filter (where ${kind}) as rows,
             avg(returned::integer) filter (where ${kind}) / nullif(avg(returned::integer) filter (where not ${kind}), 0)::float8
               as observed
        from (${items}) as items`,
  });
}

/** What people send back again, by what they sent back of their earlier orders. */
function afterEarlier(name: string, earlier: string, target: readonly [number, number]): Figure {
  return figure({
    name,
    target: unlessTold(told, target),
    reads: deliveredReads,
    measured: `
      select * from (with orders as (
        select user_id, order_id, min(created_at) as placed, count(*) as items, count(*) filter (where returned) as back
          from (${items}) as items group by user_id, order_id),
      with_earlier as (
        select *, sum(items) over earlier as items_before, sum(back) over earlier as back_before
          from orders
        window earlier as (partition by user_id order by placed rows between unbounded preceding and 1 preceding))
      select count(distinct user_id) as rows, (sum(back) / sum(items))::float8 as observed
        from with_earlier where items_before > 0 and ${earlier}) as people`,
  });
}

/** What comes back, and what is late. */
export const livingReturns: readonly Check[] = [
  ofCategories('dresses that come back', ['Dresses'], 0.31),
  ofCategories('jeans that come back', ['Jeans'], 0.29),
  ofCategories('swimwear that comes back', ['Swim'], 0.27),
  ofCategories('coats that come back', ['Outerwear & Coats'], 0.24),
  ofCategories('basics that come back', ['Socks', 'Socks & Hosiery', 'Underwear', 'Intimates'], 0.13),
  toOthers('returns of items on sale, to those of others', 'on_sale', [1.25, 1.45], 0.28),
  toOthers('returns of items delivered late, to those of others', 'late', [1.2, 1.4], 0.25),
  afterEarlier(
    'returns of people who sent everything back before',
    'back_before = items_before',
    [0.52, 0.7],
  ),
  afterEarlier('returns of people who sent nothing back before', 'back_before = 0', [0.09, 0.16]),
  figure({
    name: 'time from order to door from 20 November to 24 December, to that of other days',
    target: unlessTold(['slowBeforeChristmas', 'hoursToShip', 'hoursToDeliver'], [1.08, 1.2]),
    chance: { variance: 0.3, reach: 3 },
    reads: { orders: ['created_at', 'delivered_at'] },
    measured: `
      select count(*) filter (where christmas) as rows,
             avg(hours) filter (where christmas) / avg(hours) filter (where not christmas) as observed
        from (select extract(epoch from delivered_at - created_at)::float8 as hours,
                     to_char(created_at, 'MMDD') between '1120' and '1224' as christmas
                from orders where ${delivered}) as orders`,
  }),
];
