import type { Rule } from '../check.js';

/** What has been planned for the rows that are there. */
export const agenda: readonly Rule[] = [
  {
    kind: 'rule',
    profile: 'living',
    name: 'orders that are Processing or Shipped have their next step in the agenda',
    table: 'orders',
    reads: { orders: ['order_id', 'status'], agenda: ['kind', 'state'] },
    // The agenda knows an order by its visit, with whose moment the ids of its rows begin; a moment that is the
    // beginning of several visits is counted.
    violating: `
      select min(o.order_id::text) from (
        select order_id, status, left(order_id::text, 8) || substr(order_id::text, 10, 4) as visit
          from orders where status in ('Processing', 'Shipped')) as o
        left join (
        select lpad(to_hex((step ->> 't')::bigint), 12, '0') as visit,
               case step ->> 'next' when 'ship' then 'Processing' when 'cancel' then 'Processing'
                                    when 'deliver' then 'Shipped' end as status,
               count(*) as steps
          from agenda, jsonb_array_elements(state -> 'orders') as step
         where kind = 'shopper' group by 1, 2) as s on s.visit = o.visit and s.status = o.status
       group by o.visit, o.status having count(*) > coalesce(max(s.steps), 0)`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: 'no step of the agenda is more than a minute late',
    table: 'agenda',
    reads: { agenda: ['kind', 'life', 'due'] },
    informs: true,
    whileOpen: true,
    violating: `select kind || ' ' || life from agenda where due < shop_before(1 minute)`,
  },
];
