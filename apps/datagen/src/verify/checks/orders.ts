import type { Rule } from '../check.js';

const steps = ['shipped_at', 'delivered_at', 'returned_at'] as const;

/** The states in which an order has reached a step. */
const reached = {
  shipped_at: ['Shipped', 'Complete', 'Returned'],
  delivered_at: ['Complete', 'Returned'],
  returned_at: ['Returned'],
} as const;

const stepRules = steps.map((step): Rule => ({
  kind: 'rule',
  name: `orders.${step} is set for ${reached[step].join(', ')} only`,
  table: 'orders',
  reads: { orders: ['order_id', 'status', step] },
  violating: `
      select order_id from orders
       where (${step} is not null) <> (status in (${reached[step].map((status) => `'${status}'`).join(', ')}))`,
}));

function follows(step: string, before: string, days: number): Rule {
  return {
    kind: 'rule',
    name: `orders.${step} is within ${days} days after ${before}`,
    table: 'orders',
    reads: { orders: ['order_id', step, before] },
    violating: `
      select order_id from orders
       where ${step} < ${before} or ${step} > ${before} + interval '${days * 24} hours'`,
  };
}

/** Orders: when they were placed, how far they got, and what they say about themselves. */
export const orders: readonly Rule[] = [
  {
    kind: 'rule',
    name: 'orders are placed after the user signed up',
    table: 'orders',
    reads: { orders: ['order_id', 'user_id', 'created_at'], users: ['id', 'created_at'] },
    violating: `
      select o.order_id from orders o join users u on u.id = o.user_id where o.created_at < u.created_at`,
  },
  {
    kind: 'rule',
    // Machines' clocks differ by moments.
    name: 'orders are placed by now',
    table: 'orders',
    reads: { orders: ['order_id', 'created_at'] },
    violating: `select order_id from orders where created_at > now() + interval '1 minute'`,
  },
  {
    kind: 'rule',
    name: 'users signed up by now',
    table: 'users',
    reads: { users: ['id', 'created_at'] },
    violating: `select id from users where created_at > now() + interval '1 minute'`,
  },
  ...stepRules,
  follows('shipped_at', 'created_at', 3),
  follows('delivered_at', 'shipped_at', 5),
  follows('returned_at', 'delivered_at', 3),
  {
    kind: 'rule',
    name: "orders.gender is the user's",
    table: 'orders',
    reads: { orders: ['order_id', 'user_id', 'gender'], users: ['id', 'gender'] },
    violating: `
      select o.order_id from orders o join users u on u.id = o.user_id where o.gender is distinct from u.gender`,
  },
  {
    kind: 'rule',
    name: 'orders.num_of_item is the number of items',
    table: 'orders',
    reads: { orders: ['order_id', 'num_of_item'], order_items: ['order_id'] },
    violating: `
      select o.order_id from orders o
        left join (select order_id, count(*) as items from order_items group by order_id) i
          on i.order_id = o.order_id
       where o.num_of_item is distinct from coalesce(i.items, 0)`,
  },
];
