import type { RecentItem, SalesSeries, Summary, SummaryGroup, SummaryMessage } from '@thelook/feed';
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

const group = (what: string, of: JsonSchema) => listOf(of, `By ${what}; the one with the most sales first.`);

const totals = {
  at: epochMs("The database's clock"),
  window_seconds: number('Length of the window.'),
  orders: integer('Orders in the window.'),
  items: integer('Order items in the window.'),
  sales: dollars('What buyers paid'),
  cost: dollars('What the shop paid'),
  margin: dollars('Sales less cost'),
  series: component('SalesSeries'),
};

export const summarySchema = objectSchema<Summary>('A window of sales in figures.', {
  ...totals,
  by_country: group('country', component('SummaryGroup')),
  by_traffic_source: group('traffic source', component('SummaryGroup')),
  by_category: group('category', component('SummaryGroup')),
  by_status: group('status', component('SummaryGroup')),
  newest: listOf(component('RecentItem'), 'The newest first.', { maxItems: MAX_NEWEST }),
});

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

export const recentRowSchema = tuple('An order item in short.', [
  text('The 16 bytes of its UUID in base64url; an id that is no UUID stands after a `=`.'),
  integer('Milliseconds from its creation to `at`.'),
  ofItem('product_name'),
  position('by_category'),
  position('by_country'),
  dollars('What the buyer paid'),
  position('by_status'),
]);

/** In rows instead of objects, because it goes to everyone at every refresh. */
export const summaryMessageSchema = objectSchema<SummaryMessage>(
  'The window in figures; complete in itself, it replaces the one before.',
  {
    type: text('Type of the message.', { const: 'summary' }),
    cursor: text('Names this state.'),
    ...totals,
    by_country: group('country', component('GroupRow')),
    by_traffic_source: group('traffic source', component('GroupRow')),
    by_category: group('category', component('GroupRow')),
    by_status: group('status', component('GroupRow')),
    newest: listOf(component('RecentRow'), 'The newest first.', { maxItems: MAX_NEWEST }),
  },
);
