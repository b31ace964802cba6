import type { Check, Shares } from '../check.js';
import { userShares } from './user-figures.js';

const youngest = 12;
const oldest = 70;
const ages = Object.fromEntries(
  Array.from({ length: oldest - youngest + 1 }, (_, index) => [String(youngest + index), 1]),
);

function sessionShares(name: string, column: string, weights: Shares['weights'] & object): Shares {
  return {
    kind: 'shares',
    profile: 'classic',
    name,
    weights,
    reads: { events: ['sequence_number', column] },
    counted: `
      select ${column} as value, count(*) as observed from events where sequence_number = 1 group by ${column}`,
  };
}

/** Products by the last digit of their id, which has nothing to do with what they are. */
function evenProducts(department: string): Shares {
  return {
    kind: 'shares',
    profile: 'classic',
    name: `products of ${department} sell alike (by last digit of the id)`,
    reads: { products: ['id', 'department'], order_items: ['product_id'] },
    counted: `
      select right(p.id::text, 1) as value, coalesce(sum(i.items), 0) as observed, count(*) as weight
        from products p
        left join (select product_id, count(*) as items from order_items group by product_id) i
          on i.product_id = p.id
       where p.department = '${department}'
       group by 1`,
  };
}

/** How often what comes up in the well-known dataset. */
export const classicFigures: readonly Check[] = [
  { ...userShares('age of users, 12 to 70', 'age', ages), profile: 'classic' },
  {
    kind: 'shares',
    profile: 'classic',
    name: 'sign-ups in each tenth of the time',
    // 97.5% are even over the time, 2.5% fall into its last days. A shop that went on live after its history has a
    // few less towards the end, hence the slack.
    weights: {
      ...Object.fromEntries(Array.from({ length: 9 }, (_, tenth) => [String(tenth + 1), 0.0975])),
      10: 0.1225,
    },
    slack: 0.05,
    reads: { users: ['created_at'] },
    counted: `
      select least(1 + floor(10 * extract(epoch from u.created_at - span.first)
                                / extract(epoch from span.last - span.first)), 10)::text as value,
             count(*) as observed
        from users u
        join (select min(created_at) as first, max(created_at) as last from users) span
          on span.last > span.first
       group by 1`,
  },
  {
    kind: 'shares',
    profile: 'classic',
    name: 'orders per user',
    weights: { 0: 0.2, 1: 0.5, 2: 0.2, 3: 0.05, 4: 0.05 },
    reads: { users: ['id'], orders: ['user_id'] },
    counted: `
      select coalesce(o.orders, 0)::text as value, count(*) as observed
        from users u
        left join (select user_id, count(*) as orders from orders group by user_id) o on o.user_id = u.id
       group by 1`,
  },
  {
    kind: 'shares',
    profile: 'classic',
    name: 'status of orders',
    weights: { Complete: 0.25, Cancelled: 0.15, Returned: 0.1, Processing: 0.2, Shipped: 0.3 },
    reads: { orders: ['status'] },
    counted: 'select status as value, count(*) as observed from orders group by status',
  },
  {
    kind: 'shares',
    profile: 'classic',
    name: 'items per order',
    weights: { 1: 0.7, 2: 0.2, 3: 0.05, 4: 0.05 },
    reads: { order_items: ['order_id'] },
    counted: `
      select items::text as value, count(*) as observed
        from (select count(*) as items from order_items group by order_id) as orders
       group by items`,
  },
  sessionShares('browser of sessions', 'browser', {
    IE: 0.05,
    Chrome: 0.5,
    Safari: 0.2,
    Firefox: 0.2,
    Other: 0.05,
  }),
  sessionShares('traffic source of sessions', 'traffic_source', {
    Email: 0.45,
    Adwords: 0.3,
    Organic: 0.05,
    YouTube: 0.1,
    Facebook: 0.1,
  }),
  evenProducts('Men'),
  evenProducts('Women'),
  {
    kind: 'figure',
    profile: 'classic',
    name: 'unsold pieces for each one sold, 1 to 3',
    target: 1.7,
    chance: { variance: 0.61, reach: 1.3 },
    reads: { inventory_items: ['sold_at'] },
    measured: `
      select count(sold_at) as rows, (count(*) - count(sold_at))::float8 / nullif(count(sold_at), 0) as observed
        from inventory_items`,
  },
];
