import type { Check, ColumnsRead, Figure, Shares, Weights } from '../check.js';
import { commonFigure, following, partBelow, unlessTold, weightsOf } from '../recorded-figures.js';
import type { ShopFacts } from '../shop-facts.js';
import { figure } from './figure-of-living.js';

/** A range for the usual conversion, moved to those that the runs were told; more than one of a kind fits in no visit. */
function perVisit(from: number, to: number): Figure['target'] {
  return ({ runs }) => {
    const factors = runs
      .filter(({ profile }) => profile === 'living')
      .map(({ flags }) => Number(flags['conversion'] ?? usualConversion) / usualConversion);
    if (factors.length === 0) return undefined;
    return [Math.min(0.9, from * Math.min(...factors)), Math.min(1, to * Math.max(...factors))];
  };
}
const usualConversion = 0.03;

/** Visits with what came of them. */
const sessions = `
  select min(created_at) as began, bool_or(event_type = 'cart') as cart, bool_or(event_type = 'purchase') as bought,
         bool_or(event_type in ('purchase', 'cancel', 'return')) as of_order
    from events group by session_id`;

/**
 * Those that are over. Old ones may have been cleared away, those of an order later than others: so only what came
 * after the oldest of the others counts.
 */
const visits = `(
  select * from (
    select *, min(began) filter (where not of_order) over () as kept_since from (${sessions}) as sessions) as sessions
   where began >= kept_since and began < shop_ago(1 hour)) as visits`;
const visitColumns: ColumnsRead = { events: ['session_id', 'created_at', 'event_type'] };

/** The orders that were placed since then. */
const sinceKept = `created_at >= (select min(began) from (${sessions}) as sessions where not of_order)`;

const afterThursday = '(extract(isodow from day)::integer + 3) % 7';
const thursday = `(day - ${afterThursday})`;

/**
 * Whether the date `day` is one of sales: Black Friday to Cyber Monday, which follow the fourth Thursday of November, the
 * days after Christmas, the first ones of July.
 */
export const isSaleDay = `
  case
    when extract(month from day) = 7 then extract(day from day) <= 5
    when extract(month from day) = 12 and extract(day from day) > 2 then extract(day from day) >= 26
    else extract(month from ${thursday}) = 11 and extract(day from ${thursday}) between 22 and 28
         and ${afterThursday} between 1 and 4
  end`;

function onSale(name: string, target: Figure['target'], days: string): Figure {
  return figure({
    name,
    target,
    reads: {
      order_items: ['product_id', 'created_at', 'sale_price'],
      products: ['id', 'retail_price'],
    },
    measured: `
      select count(*) as rows, avg((sale_price < retail_price)::integer)::float8 as observed
        from (select shop_time(i.created_at)::date as day, i.sale_price, p.retail_price
                from order_items i join products p on p.id = i.product_id) as items
       where ${days}`,
  });
}

function visitShares(name: string, column: string, weights: Shares['weights'] & object, slack = 0): Shares {
  return {
    kind: 'shares',
    profile: 'living',
    name,
    weights,
    slack,
    reads: { events: ['sequence_number', 'event_type', column] },
    counted: `
      select ${column} as value, count(*) as observed
        from events where sequence_number = 1 and event_type not in ('cancel', 'return') group by ${column}`,
  };
}

/** Orders a visit of one source to those of all visits; the more orders it brought, the better that is known. */
function conversionOf(source: string, target: readonly [number, number]): Figure {
  return figure({
    name: `orders a visit from ${source}, to those of all visits`,
    target: unlessTold(['visitSource', 'sourceConversion'], target),
    chance: { variance: 2, reach: 3 },
    reads: { events: ['session_id', 'event_type', 'traffic_source'] },
    measured: `
      select count(*) filter (where source = '${source}' and bought) as rows,
             case when bool_or(source = '${source}' and bought)
               then avg(bought::integer) filter (where source = '${source}') / avg(bought::integer) end::float8 as observed
        from (select min(traffic_source) as source, bool_or(event_type = 'purchase') as bought
                from events group by session_id
              having not bool_or(event_type in ('cancel', 'return'))) as visits`,
  });
}

const browsers = {
  Chrome: 0.64,
  Safari: 0.2,
  Edge: 0.06,
  Firefox: 0.05,
  'Samsung Internet': 0.03,
  Other: 0.02,
};
const sources = { Adwords: 0.3, Email: 0.2, Organic: 0.25, Facebook: 0.12, YouTube: 0.08, Display: 0.05 };

/** Parts of the same size: the youngest age of each, and their names. */
const ages = [16, 22, 25, 28, 31, 34, 37, 41, 46, 54];
const beyond = 80;
const usualAges = [...ages, beyond];
const agesOf = ages.map((from, part) => `${from} to ${(ages[part + 1] ?? beyond) - 1}`);

/** How much of the draws each part has, and whoever is younger or older than all of them. */
function ageShares(facts: ShopFacts): Weights | undefined {
  const told = commonFigure(facts, 'age', usualAges);
  if (!told) return undefined;
  const within = agesOf.map((name, part) => {
    const share = partBelow(told, usualAges[part + 1]!) - partBelow(told, usualAges[part]!);
    return [name, share] as const;
  });
  const others = partBelow(told, usualAges[0]!) + 1 - partBelow(told, beyond);
  return Object.fromEntries([...within, ...(others > 0 ? [['null', others] as const] : [])]);
}

/** How often what comes up in the living shop. */
export const livingFigures: readonly Check[] = [
  {
    kind: 'shares',
    profile: 'living',
    name: 'age of users, around 35, in tenths',
    weights: ageShares,
    reads: { users: ['age'] },
    counted: `
      select ('{${agesOf.join(', ')}}'::text[])[width_bucket(age::integer, '{${ages.join(', ')}, ${beyond}}'::integer[])] as value,
             count(*) as observed
        from users group by 1`,
  },
  figure({
    name: 'orders a visit',
    target: perVisit(0.024, 0.036),
    reads: visitColumns,
    measured: `select count(*) as rows, avg(bought::integer)::float8 as observed from ${visits}`,
  }),
  figure({
    name: 'carts a visit',
    target: perVisit(0.1, 0.125),
    reads: visitColumns,
    measured: `select count(*) as rows, avg(cart::integer)::float8 as observed from ${visits}`,
  }),
  figure({
    name: 'carts left behind',
    target: following('cartsLeft', 0.7, 0.76),
    reads: visitColumns,
    measured: `select count(*) as rows, avg((not bought)::integer)::float8 as observed from ${visits} where cart`,
  }),
  visitShares('browser of visits', 'browser', weightsOf('browser', browsers)),
  // Visits with an order come from other sources, and of these there may be a fifth more or less than was asked for.
  visitShares('traffic source of visits', 'traffic_source', weightsOf('visitSource', sources), 0.01),
  conversionOf('Email', [1.3, 3]),
  conversionOf('Display', [0, 0.5]),
  {
    kind: 'shares',
    profile: 'living',
    name: 'items per order',
    weights: weightsOf('itemsPerOrder', { 1: 0.65, 2: 0.22, 3: 0.09, 4: 0.04 }),
    // A product that is drawn twice is bought once, and a large order is more likely to meet an empty shelf.
    slack: 0.03,
    reads: { orders: ['num_of_item'] },
    counted: 'select num_of_item::text as value, count(*) as observed from orders group by num_of_item',
  },
  onSale('items on sale on common days', following('onSale', 0.05), `not ${isSaleDay}`),
  onSale('items on sale on sale days', following('onSaleOnSaleDays', 0.3), isSaleDay),
  figure({
    name: 'orders that are cancelled',
    target: following('cancelled', 0.03, 0.05),
    reads: { ...visitColumns, orders: ['created_at', 'status'] },
    measured: `
      select count(*) as rows, avg((status = 'Cancelled')::integer)::float8 as observed
        from orders where created_at < shop_ago(1 day) and ${sinceKept}`,
  }),
  figure({
    name: 'orders older than 30 days of shop time that are finished',
    target: [0.99, 1],
    reads: { orders: ['created_at', 'status'] },
    measured: `
      select count(*) as rows,
             avg((status in ('Complete', 'Cancelled', 'Returned'))::integer)::float8 as observed
        from orders where created_at < shop_ago(30 days)`,
  }),
  figure({
    name: 'delivered items that come back',
    target: unlessTold(
      ['returned', 'returnedOtherwise', 'returnedOnSale', 'returnedLate', 'sendsBack'],
      [0.2, 0.3],
    ),
    reads: { ...visitColumns, order_items: ['user_id', 'created_at', 'delivered_at', 'returned_at'] },
    // Some people send back much more than others: as many independent values as there are people.
    measured: `
      select count(distinct user_id) as rows, avg((returned_at is not null)::integer)::float8 as observed
        from order_items
       where delivered_at < shop_ago(30 days) and ${sinceKept}`,
  }),
];
