import { filterNames, TOP, type Summary, type SummaryMessage } from '@thelook/feed';
import {
  component,
  dollars,
  epochMs,
  integer,
  listOf,
  number,
  objectSchema,
  orNull,
  text,
  type JsonSchema,
} from './json-schema.js';

/** The newest items that a summary shows. */
const MAX_NEWEST = 20;

const group = (what: string, of: JsonSchema) => listOf(of, `By ${what}; the one with the most sales first.`);

/** Everything that is grouped, with what a group is written as. */
const groups = (of: JsonSchema) => ({
  by_country: group('country', of),
  by_traffic_source: group('traffic source', of),
  by_category: group('category', of),
  by_status: group('status', of),
  by_department: group('department', of),
  by_age: group("band of buyers' ages", of),
  by_customer: group(
    'new customers, who bought within a window of signing up, and returning ones; empty where that is not known',
    of,
  ),
  top_brands: listOf(of, 'The brands with the most sales.', { maxItems: TOP }),
  others: {
    type: 'object',
    description: 'For each filter in force: what passes all others and not this one.',
    properties: Object.fromEntries(filterNames.map((name) => [name, group(name, of)])),
  },
});

const totals = {
  at: epochMs("The database's clock"),
  window_seconds: number('Length of the window.'),
  orders: integer('Orders in the window.'),
  items: integer('Order items in the window.'),
  sales: dollars('What buyers paid'),
  cost: dollars('What the shop paid'),
  margin: dollars('Sales less cost'),
  series: component('SalesSeries'),
  before: orNull(
    component('WindowBefore'),
    'The window before this one; null until the feed has been followed for longer than a window.',
  ),
};

const saleDaysMeaning =
  'The parts of the window that lie on sale days of the shop, in the order of time; null where it has none or nobody knows.';
const stockMeaning = 'Null until somebody has looked, and where the shop keeps no shelves.';
const visitsMeaning = 'Null where the stream of visits is not followed.';
const changesMeaning = "Null where the database's stream of changes is not followed.";

export const summarySchema = objectSchema<Summary>('A window of sales in figures.', {
  ...totals,
  ...groups(component('SummaryGroup')),
  top_products: listOf(component('TopProduct'), 'The products with the most sales.', { maxItems: TOP }),
  orders_by_status: listOf(component('StatusOrders'), 'In the order in which an order meets them.'),
  status_changes: orNull(component('StatusChanges'), changesMeaning),
  visits: orNull(component('Visits'), visitsMeaning),
  stock: orNull(component('Stock'), stockMeaning),
  sale_days: { ...listOf(component('SaleDays'), saleDaysMeaning), type: ['array', 'null'] },
  newest: listOf(component('RecentItem'), 'The newest first.', { maxItems: MAX_NEWEST }),
});

/** In rows instead of objects, because it goes to everyone at every refresh. */
export const summaryMessageSchema = objectSchema<SummaryMessage>(
  'The window in figures; complete in itself, it replaces the one before.',
  {
    type: text('Type of the message.', { const: 'summary' }),
    cursor: text('Names this state.'),
    ...totals,
    ...groups(component('GroupRow')),
    top_products: listOf(component('ProductRow'), 'The products with the most sales.', { maxItems: TOP }),
    orders_by_status: listOf(component('OrdersRow'), 'In the order in which an order meets them.'),
    status_changes: orNull(component('StatusChangesMessage'), changesMeaning),
    visits: orNull(component('VisitsMessage'), visitsMeaning),
    stock: orNull(component('StockMessage'), stockMeaning),
    sale_days: { ...listOf(component('SaleDaysRow'), saleDaysMeaning), type: ['array', 'null'] },
    newest: listOf(component('RecentRow'), 'The newest first.', { maxItems: MAX_NEWEST }),
  },
);
