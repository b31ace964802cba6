import type { Check, ColumnsRead, Figure } from '../check.js';
import { unlessTold } from '../recorded-figures.js';
import { figure, inPattern } from './figure-of-living.js';

const sold: ColumnsRead = { order_items: ['order_id', 'product_id', 'created_at'], products: ['id'] };

/** Best sellers with too few orders are not asked for their companions, nor those pairs that may be chance. */
const LEAST_ORDERS = 500;
const JOINT_ORDERS = 20;

interface Season {
  name: string;
  categories: readonly string[];
  /** From January on, 1 to 12. */
  months: readonly number[];
  south?: boolean;
  target: readonly [from: number, to: number];
}

const light = ['Swim', 'Shorts'];
const warm = ['Outerwear & Coats', 'Sweaters'];
const summer = [6, 7];
const winter = [12, 1];

/** What some categories sell in some months, to the mean month; each month's sales count alike. */
function season({ name, categories, months, south = false, target }: Season): Figure {
  const listed = categories.map((category) => `'${category}'`).join(', ');
  return figure({
    name,
    target: inPattern(['yearly'], ['seasons', 'popularityExponent', 'companions'], target),
    // The fewer of them there are, the less is known of them.
    chance: { variance: target[1] ** 2, reach: 3 * target[1] },
    reads: {
      order_items: ['user_id', 'product_id', 'created_at'],
      products: ['id', 'category'],
      users: ['id', 'latitude'],
    },
    measured: `
      select coalesce(sum(ours) * ${months.length} / 12, 0)::bigint as rows,
             case when count(*) = 12
               then avg(ours / items) filter (where month in (${months.join(', ')})) / avg(ours / items) end::float8 as observed
        from (select extract(month from i.created_at) as month, count(*)::float8 as items,
                     count(*) filter (where p.category in (${listed}))::float8 as ours
                from order_items i join products p on p.id = i.product_id join users u on u.id = i.user_id
               where i.created_at < :opened and u.latitude::float8 ${south ? '<' : '>='} 0
               group by 1) as months`,
  });
}

/** What sells, with what, and when. */
export const livingProducts: readonly Check[] = [
  figure({
    name: 'items of the best 20 % of 5,000 products or more, where there are ten items each',
    target: unlessTold(['popularityExponent', 'companions', 'seasons'], [0.65, 0.75]),
    reads: sold,
    measured: `
      select sum(sold)::bigint as rows,
             case when sum(sold) >= 10 * max(offered) and max(offered) >= 5000
               then sum(sold) filter (where place <= 0.2 * offered) / sum(sold) end::float8 as observed
        from (select count(*) as sold, row_number() over (order by count(*) desc) as place,
                     (select count(*) from products) as offered
                from order_items group by product_id) as products`,
  }),
  figure({
    name: `baskets of the 20 best sellers that have its second companion in them`,
    target: unlessTold(['popularityExponent', 'companions', 'itemsPerOrder'], [0.08, 0.3]),
    reads: sold,
    // Of the five products with the highest lift, the one that is in the second most baskets.
    measured: `
      select * from (with sold as (select product_id, count(*) as orders from order_items group by product_id),
      sellers as (
        select product_id, orders
          from (select product_id, orders from sold order by orders desc limit 20) as best
         where orders >= ${LEAST_ORDERS}),
      joint as (
        select s.product_id as seller, o.product_id as other, s.orders, count(*) as together
          from sellers s
          join order_items i on i.product_id = s.product_id
          join order_items o on o.order_id = i.order_id and o.product_id <> i.product_id
         group by 1, 2, 3 having count(*) >= ${JOINT_ORDERS}),
      lifted as (
        select seller, together, joint.orders,
               row_number() over (partition by seller order by together::float8 / sold.orders desc) as place
          from joint join sold on sold.product_id = joint.other),
      companions as (
        select seller, together, row_number() over (partition by seller order by together desc) as place
          from lifted where place <= 5)
      select coalesce(sum(s.orders), 0)::bigint as rows, sum(coalesce(c.together, 0))::float8 / sum(s.orders) as observed
        from sellers s left join companions c on c.seller = s.product_id and c.place = 2) as baskets`,
  }),
  season({
    name: 'swimwear and shorts in summer, to the mean month',
    categories: light,
    months: summer,
    target: [2, 2.75],
  }),
  season({
    name: 'swimwear and shorts in winter, to the mean month',
    categories: light,
    months: winter,
    target: [0.15, 0.35],
  }),
  season({
    name: 'coats and knitwear in winter, to the mean month',
    categories: warm,
    months: winter,
    target: [2, 2.75],
  }),
  season({
    name: 'coats and knitwear in summer, to the mean month',
    categories: warm,
    months: summer,
    target: [0.15, 0.35],
  }),
  season({
    name: 'swimwear and shorts in the summer of the south, to the mean month',
    categories: light,
    months: winter,
    south: true,
    target: [2, 2.75],
  }),
  season({
    name: 'coats and knitwear in the winter of the south, to the mean month',
    categories: warm,
    months: summer,
    south: true,
    target: [2, 2.75],
  }),
];
