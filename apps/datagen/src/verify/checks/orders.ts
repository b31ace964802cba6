import type { Rule } from '../check.js';

/** The states in which an order has reached a step. */
const reached = {
  shipped_at: ['Shipped', 'Complete', 'Returned'],
  delivered_at: ['Complete', 'Returned'],
  returned_at: ['Returned'],
  cancelled_at: ['Cancelled'],
} as const;

function isSet(step: keyof typeof reached): Rule {
  return {
    kind: 'rule',
    name: `orders.${step} is set for ${reached[step].join(', ')} only`,
    table: 'orders',
    reads: { orders: ['order_id', 'status', step] },
    violating: `
      select order_id from orders
       where (${step} is not null) <> (status in (${reached[step].map((status) => `'${status}'`).join(', ')}))`,
  };
}

function follows(step: string, before: string, days: number): Rule {
  return {
    kind: 'rule',
    profile: 'classic',
    name: `orders.${step} is within ${days} days after ${before}`,
    table: 'orders',
    reads: { orders: ['order_id', step, before] },
    violating: `
      select order_id from orders
       where ${step} < ${before} or ${step} > ${before} + interval '${days * 24} hours'`,
  };
}

function followsInShopTime(step: string, before: string, days: number): Rule {
  return {
    kind: 'rule',
    profile: 'living',
    name: `orders.${step} is within ${days} ${days === 1 ? 'day' : 'days'} of shop time after ${before}`,
    table: 'orders',
    reads: { orders: ['order_id', step, before] },
    // Shop time never passed faster than that, so most orders need no second look.
    violating: `
      select order_id from orders
       where ${step} < ${before}
          or (${step} > ${before} + interval '${days * 24} hours' / :fastest
              and shop_time(${step}) - shop_time(${before}) > interval '${days * 24} hours' + :tick)`,
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
  isSet('shipped_at'),
  isSet('delivered_at'),
  isSet('returned_at'),
  { ...isSet('cancelled_at'), profile: 'living' },
  follows('shipped_at', 'created_at', 3),
  follows('delivered_at', 'shipped_at', 5),
  follows('returned_at', 'delivered_at', 3),
  followsInShopTime('shipped_at', 'created_at', 3),
  followsInShopTime('delivered_at', 'shipped_at', 5),
  followsInShopTime('cancelled_at', 'created_at', 1),
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
