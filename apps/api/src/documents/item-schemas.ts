import {
  filterNames,
  queryLimits,
  type FeedFilters,
  type FeedItem,
  type FilterName,
  type Problem,
  type SalesRecord,
} from '@thelook/feed';
import type { OrderItems } from '../rest/representations.js';
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

const recordProperties = {
  user_id: text('Id of the buyer.'),
  age: integer('Of the buyer, in whole years.'),
  gender: text('Of the buyer: F or M.'),
  country: text('Where the buyer lives.'),
  traffic_source: text('How the buyer found the shop.'),
  order_id: text('Id of the order.'),
  item_id: text('Id of the order item.'),
  category: text('Of the product.'),
  cost: dollars('What the shop paid'),
  item_status: text('How far the item has come: Processing, Shipped, Complete, Cancelled or Returned.'),
  sale_price: dollars('What the buyer paid'),
  created_at: epochMs('When the item was ordered'),
} satisfies Record<keyof SalesRecord, JsonSchema>;

/** An item of the records feed. */
export const salesRecordSchema = objectSchema<SalesRecord>(
  'An order item with its buyer and its product.',
  recordProperties,
);

/** An item of `thelook.v1` and of the REST side. */
export const feedItemSchema = objectSchema<FeedItem>('An order item with its buyer and its product.', {
  ...recordProperties,
  department: text('Of the product: Men or Women.'),
  product_id: integer('Id of the product.'),
  product_name: { type: ['string', 'null'], description: 'Name of the product.' },
  product_brand: { type: ['string', 'null'], description: 'Brand of the product.' },
});

/** What the values of each filter are compared with. */
const filterSubjects: Record<FilterName, string> = {
  country: 'where the buyer lives',
  traffic_source: 'how the buyer found the shop',
  category: 'the category of the product',
  department: 'the department of the product',
  status: 'how far the item has come',
};

/** The values of one filter. */
export function filterSchema(name: FilterName): JsonSchema {
  const { valuesPerFilter, valueLength } = queryLimits;
  return listOf(
    text('A value.', { minLength: 1, maxLength: valueLength }),
    `Only items of which ${filterSubjects[name]} is one of these values.`,
    { maxItems: valuesPerFilter },
  );
}

export const filtersSchema: JsonSchema = objectSchema<FeedFilters>(
  'The filters that apply. An item has to pass all of them.',
  {
    country: filterSchema('country'),
    traffic_source: filterSchema('traffic_source'),
    category: filterSchema('category'),
    department: filterSchema('department'),
    status: filterSchema('status'),
  },
  filterNames,
);

/** The length of a window in a query. */
export const lookbackSchema: JsonSchema = number('Length of the window, in minutes.', {
  minimum: queryLimits.lookback.min,
  maximum: queryLimits.lookback.max,
});

export const orderItemsSchema = objectSchema<OrderItems>('The order items of a window.', {
  at: epochMs("The database's clock"),
  lookback_minutes: number('Length of the window, in minutes.'),
  filters: component('FeedFilters'),
  items: listOf(component('FeedItem'), 'The newest first.'),
});

export const problemSchema = objectSchema<Problem>(
  'What went wrong (RFC 9457).',
  {
    type: text('Says nothing: `status` and `code` do.', { const: 'about:blank' }),
    title: text('The status in words.'),
    status: integer('The HTTP status.'),
    detail: text('For people: what went wrong, and what to do about it.'),
    code: text('For programs.'),
    field: text('The parameter or header at fault.'),
    value: text('What it was given, cut to 100 characters.'),
    allowed: text('What it takes.'),
  },
  ['field', 'value', 'allowed'],
);

const { properties: itemProperties = {} } = feedItemSchema;

/** What a key of an item is. */
export const ofItem = (name: keyof FeedItem): JsonSchema => itemProperties[name] ?? {};

/** An item's id in a row. */
export const packedId = text(
  'The 16 bytes of its UUID in base64url; an id that is no UUID stands after a `=`.',
);
