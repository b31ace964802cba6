import { aQuarter, living, type Break } from './statements.js';

/** Orders with their place among those of the same person. */
const placed = `(
  select *, row_number() over (partition by user_id order by created_at) as place,
         min(created_at) over (partition by user_id) as first from orders) as placed`;

const ordersThat = (condition: string): string => `(select order_id from ${placed} where ${condition})`;

const without = (condition: string): string => `
  create temporary table gone on commit drop as select order_id from ${placed} where ${condition};
  delete from order_items where order_id in (select order_id from gone);
  delete from orders where order_id in (select order_id from gone);`;

/** By the last digit of the id. */
const halfOf = (column: string): string => `right(${column}::text, 1) < '8'`;

const inMonths = (column: string, ...months: number[]): string =>
  `extract(month from ${column}) in (${months.join(', ')})`;

/** Items of some categories in some months, in one half of the world. */
const itemsOf = (categories: string, months: readonly number[], latitude = '>= 0'): string => `
  product_id in (select id from products where category in (${categories}))
  and ${inMonths('created_at', ...months)} and user_id in (select id from users where latitude ${latitude})`;

/** Items become something else that is sold all year, or something of a category. */
const becomeSocks = (items: string): string => `
  update order_items set product_id = (select min(id) from products where category = 'Socks') where ${items};`;
const become = (category: string, months: readonly number[]): string => `
  update order_items set product_id = (select min(id) from products where category = '${category}')
   where ${inMonths('created_at', ...months)} and ${aQuarter('id')};`;

const light = `'Swim', 'Shorts'`;
const warm = `'Outerwear & Coats', 'Sweaters'`;
const summer = [6, 7];
const winter = [12, 1];

const nothingBack = (items: string): string => `
  update order_items i set returned_at = null from products p where p.id = i.product_id and ${items};`;
const category = (names: string): string => nothingBack(`p.category in (${names})`);

const later = (span: string, condition = 'true'): string =>
  `update orders set created_at = created_at + interval '${span}' where ${condition};`;

/** Of shops with years behind them, for figures that only these show. */
export const livingYears: Break[] = [
  ['customers who buy again within 365 days', without(`place > 1 and ${halfOf('user_id')}`), living],
  ['second orders that a third one follows', without(`place > 2 and ${halfOf('user_id')}`), living],
  ['further orders that another one follows', without(`place > 3 and ${halfOf('user_id')}`), living],
  [
    'customers who buy in a month after the first order, to those of the month before: up to the sixth',
    without(`created_at - first between interval '60 days' and interval '90 days' and ${halfOf('order_id')}`),
    living,
  ],
  [
    'revenue of the best 5 % of customers, after three years',
    `update order_items set sale_price = sale_price * 4
      where user_id in (select user_id from order_items group by user_id order by sum(sale_price) desc limit 500);`,
    living,
  ],
  [
    'items of the best 20 % of 5,000 products or more, where there are ten items each',
    // Each product as often as the others.
    `update order_items i set product_id = p.id
       from (select id, row_number() over (order by id) - 1 as place from products) as p
      where p.place = abs(hashtext(i.id::text)) % (select count(*) from products);`,
    living,
  ],
  [
    'baskets of the 20 best sellers that have its second companion in them',
    'update order_items set order_id = gen_random_uuid();',
    living,
  ],
  ['swimwear and shorts in summer, to the mean month', becomeSocks(itemsOf(light, summer)), living],
  ['swimwear and shorts in winter, to the mean month', become('Swim', winter), living],
  ['coats and knitwear in winter, to the mean month', becomeSocks(itemsOf(warm, winter)), living],
  ['coats and knitwear in summer, to the mean month', become('Sweaters', summer), living],
  [
    'swimwear and shorts in the summer of the south, to the mean month',
    becomeSocks(itemsOf(light, winter, '< 0')),
    living,
  ],
  [
    'coats and knitwear in the winter of the south, to the mean month',
    becomeSocks(itemsOf(warm, summer, '< 0')),
    living,
  ],
  ['dresses that come back', category(`'Dresses'`), living],
  ['jeans that come back', category(`'Jeans'`), living],
  ['swimwear that comes back', category(`'Swim'`), living],
  ['coats that come back', category(`'Outerwear & Coats'`), living],
  ['basics that come back', category(`'Socks', 'Socks & Hosiery', 'Underwear', 'Intimates'`), living],
  ['returns of items on sale, to those of others', nothingBack('i.sale_price < p.retail_price'), living],
  [
    'returns of items delivered late, to those of others',
    nothingBack(`i.delivered_at - i.shipped_at >= interval '84 hours'`),
    living,
  ],
  [
    'returns of people who sent everything back before',
    `update order_items set returned_at = null where order_id in ${ordersThat('place > 1')};`,
    living,
  ],
  [
    'returns of people who sent nothing back before',
    `update order_items set returned_at = delivered_at where order_id in ${ordersThat('place > 1')};`,
    living,
  ],
  [
    'time from order to door from 20 November to 24 December, to that of other days',
    `update orders set delivered_at = delivered_at + interval '3 days'
      where to_char(created_at, 'MMDD') between '1120' and '1224';`,
    living,
  ],
  [
    'orders from 3 to 5 h to those with them from 20 to 22 h, by the clock of the buyers',
    later('12 hours', aQuarter('order_id')),
    living,
  ],
  ['orders of the hour from 20 to 21 h, of all, by the clock of the buyers', later('12 hours'), living],
  ['orders by the day of the week', later('2 days'), living],
  [
    'orders of October to December, to those of July to September without growth',
    without(`${inMonths('created_at', 10, 11, 12)} and ${halfOf('order_id')}`),
    living,
  ],
  [
    'orders of November, of those of the two busiest months',
    without(`${inMonths('created_at', 11)} and ${halfOf('order_id')}`),
    living,
  ],
  [
    'users who sign up in a year, to those of the year before',
    `delete from users where extract(year from created_at) >= 2023 and ${halfOf('id')};`,
    living,
  ],
];
