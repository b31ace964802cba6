import {
  filterNames,
  shopStatuses,
  TOP,
  type RecentItem,
  type SalesSeries,
  type SourceVisits,
  type StatusChange,
  type StatusChanges,
  type StatusChangesMessage,
  type StatusCount,
  type StatusOrders,
  type Summary,
  type SummaryGroup,
  type SummaryMessage,
  type TopProduct,
  type Visits,
  type WindowBefore,
} from '@thelook/feed';
import { feedItemSchema } from './item-schemas.js';
import {
  component,
  dollars,
  epochMs,
  integer,
  listOf,
  number,
  objectSchema,
  text,
  type JsonSchema,
} from './json-schema.js';

/** The newest items that a summary shows. */
const MAX_NEWEST = 20;

/** The newest changes of status that a summary shows. */
const MAX_CHANGES = 6;

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

/** A component, or null. */
const orNull = (of: JsonSchema, description: string): JsonSchema => ({
  description,
  anyOf: [of, { type: 'null' }],
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

const visitsMeaning = 'Null where the stream of visits is not followed.';
const changesMeaning = "Null where the database's stream of changes is not followed.";

export const summarySchema = objectSchema<Summary>('A window of sales in figures.', {
  ...totals,
  ...groups(component('SummaryGroup')),
  top_products: listOf(component('TopProduct'), 'The products with the most sales.', { maxItems: TOP }),
  orders_by_status: listOf(component('StatusOrders'), 'In the order in which an order meets them.'),
  status_changes: orNull(component('StatusChanges'), changesMeaning),
  visits: orNull(component('Visits'), visitsMeaning),
  newest: listOf(component('RecentItem'), 'The newest first.', { maxItems: MAX_NEWEST }),
});

const bySource = (of: JsonSchema) => ({
  since: epochMs('The moment from which visits are counted'),
  by_source: {
    type: ['array', 'null'],
    description: 'Visits that began in the window; null until the whole window has been followed.',
    items: of,
  },
});

export const visitsSchema = objectSchema<Visits>(
  'Visits of the whole shop.',
  bySource(component('SourceVisits')),
);

export const sourceVisitsSchema = objectSchema<SourceVisits>('Visits from one source.', {
  source: text('Such as Search; empty for those that there are too many of.'),
  visits: integer('Visits that began in the window.'),
  products: integer('Those that have looked at a product.'),
  carts: integer('Those that have put something into their cart.'),
  purchases: integer('Those that have bought.'),
});

export const topProductSchema = objectSchema<TopProduct>('One of the best products.', {
  product_id: integer('Of the product.'),
  product_name: { type: ['string', 'null'], description: 'Its name.' },
  product_brand: { type: ['string', 'null'], description: 'Its brand.' },
  items: integer('Order items.', { minimum: 1 }),
  sales: dollars('What buyers paid'),
});

export const statusOrdersSchema = objectSchema<StatusOrders>('Orders that have an item in a status.', {
  key: text('The status.', { enum: shopStatuses }),
  orders: integer('Orders.', { minimum: 0 }),
});

export const windowBeforeSchema = objectSchema<WindowBefore>(
  'What had been sold in the window before this one, as it was when it left.',
  {
    from: epochMs('The moment from which it is counted'),
    to: epochMs('The moment before which it is counted'),
    orders: integer('Orders.'),
    items: integer('Order items.'),
    sales: dollars('What buyers paid'),
    cost: dollars('What the shop paid'),
    sales_per_second: listOf(
      number('US dollars a second.'),
      'One for each step of the series, a window earlier.',
    ),
  },
);

export const statusCountSchema = objectSchema<StatusCount>('What became of order items in one way.', {
  items: integer('Order items.'),
  sales: dollars('What their buyers paid'),
});

const countsOf = (count: JsonSchema) => ({
  since: epochMs('The moment from which it is counted'),
  shipped: count,
  delivered: count,
  returned: count,
  cancelled: count,
});

export const statusChangesSchema = objectSchema<StatusChanges>(
  "What became of the whole shop's order items, whatever their age and the filters.",
  {
    ...countsOf(component('StatusCount')),
    newest: listOf(component('StatusChange'), 'The newest first.', { maxItems: MAX_CHANGES }),
  },
);

export const summaryGroupSchema = objectSchema<SummaryGroup>('What was sold under one key.', {
  key: text('Such as the name of a country.'),
  items: integer('Order items.', { minimum: 1 }),
  sales: dollars('What buyers paid'),
  cost: dollars('What the shop paid'),
});

export const salesSeriesSchema = objectSchema<SalesSeries>('Sales over the window, step by step.', {
  from: epochMs('Begin of the first step'),
  step_seconds: number('Length of a step.'),
  sales_per_second: listOf(
    number('US dollars a second.'),
    'One for each step. The first has partly left the window, and the last is not over yet.',
  ),
  items: listOf(integer('Order items.'), 'One for each step.'),
  orders: listOf(integer('Orders.'), 'One for each step.'),
});

const { properties: itemProperties = {} } = feedItemSchema;
const ofItem = (name: keyof RecentItem): JsonSchema => itemProperties[name] ?? {};

export const recentItemSchema = objectSchema<RecentItem>('An order item in short.', {
  item_id: ofItem('item_id'),
  created_at: ofItem('created_at'),
  product_name: ofItem('product_name'),
  category: ofItem('category'),
  country: ofItem('country'),
  sale_price: ofItem('sale_price'),
  item_status: ofItem('item_status'),
  place: {
    type: ['array', 'null'],
    description: 'Where the buyer lives, latitude and longitude in degrees to a tenth; null where not known.',
    items: number('Degrees.'),
  },
});

export const statusChangeSchema = objectSchema<StatusChange>('An order item that has reached a status.', {
  item_id: ofItem('item_id'),
  status: ofItem('item_status'),
  changed_at: epochMs('When it did'),
  product_name: ofItem('product_name'),
  country: { type: ['string', 'null'], description: 'Of the buyer; null where it is not known.' },
  sale_price: ofItem('sale_price'),
});

const tuple = (description: string, items: readonly JsonSchema[]): JsonSchema => ({
  ...{ type: 'array', description, items, minItems: items.length, maxItems: items.length },
});

export const groupRowSchema = tuple('What was sold under one key.', [
  text('The key, such as the name of a country.'),
  integer('Order items.', { minimum: 1 }),
  dollars('What buyers paid'),
  dollars('What the shop paid'),
]);

const position = (of: string) => integer(`Position in ${of}, from 0.`, { minimum: 0 });

export const visitsRowSchema = tuple('Visits from one source.', [
  text('Such as Search; empty for those that there are too many of.'),
  integer('Visits that began in the window.'),
  integer('Those that have looked at a product.'),
  integer('Those that have put something into their cart.'),
  integer('Those that have bought.'),
]);

export const visitsMessageSchema = objectSchema<NonNullable<SummaryMessage['visits']>>(
  'Visits of the whole shop.',
  bySource(component('VisitsRow')),
);

export const productRowSchema = tuple('One of the best products.', [
  integer('Id of the product.'),
  { type: ['string', 'null'], description: 'Its name.' },
  { type: ['string', 'null'], description: 'Its brand.' },
  integer('Order items.', { minimum: 1 }),
  dollars('What buyers paid'),
]);

export const ordersRowSchema = tuple('Orders that have an item in a status.', [
  text('The status.'),
  integer('Orders.'),
]);

export const countRowSchema = tuple('What became of order items in one way.', [
  integer('Order items.'),
  dollars('What their buyers paid'),
]);

const packedId = text('The 16 bytes of its UUID in base64url; an id that is no UUID stands after a `=`.');

export const changeRowSchema = tuple('An order item that has reached a status.', [
  packedId,
  text('The status.'),
  integer('Milliseconds from then to `at`.'),
  ofItem('product_name'),
  { type: ['string', 'null'], description: 'Country of the buyer; null where it is not known.' },
  dollars('What the buyer paid'),
]);

export const changesMessageSchema = objectSchema<StatusChangesMessage>(
  "What became of the whole shop's order items, whatever their age and the filters.",
  {
    ...countsOf(component('CountRow')),
    newest: listOf(component('ChangeRow'), 'The newest first.', { maxItems: MAX_CHANGES }),
  },
);

const recentValues = [
  packedId,
  integer('Milliseconds from its creation to `at`.'),
  ofItem('product_name'),
  position('by_category'),
  position('by_country'),
  dollars('What the buyer paid'),
  position('by_status'),
];

export const recentRowSchema: JsonSchema = {
  anyOf: [
    tuple('An order item in short, where the home of its buyer is not known.', recentValues),
    tuple('An order item in short.', [
      ...recentValues,
      integer("Latitude of the buyer's home, in tenths of a degree."),
      integer("Longitude of the buyer's home, in tenths of a degree."),
    ]),
  ],
};

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
    newest: listOf(component('RecentRow'), 'The newest first.', { maxItems: MAX_NEWEST }),
  },
);
