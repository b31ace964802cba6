import { filterNames, PROBLEM_MEDIA_TYPE } from '@thelook/feed';
import { itemColumns, mediaTypes, summaryColumns } from '../rest/representations.js';
import {
  feedItemSchema,
  filterSchema,
  filtersSchema,
  lookbackSchema,
  orderItemsSchema,
  problemSchema,
} from './item-schemas.js';
import { component, text, type JsonSchema } from './json-schema.js';
import { feedQueryProperties } from './query-schema.js';
import { recentItemSchema } from './recent-item-schemas.js';
import {
  salesSeriesSchema,
  statusOrdersSchema,
  summaryGroupSchema,
  topProductSchema,
  windowBeforeSchema,
  saleDaysSchema,
} from './sales-schemas.js';
import { statusChangeSchema, statusChangesSchema, statusCountSchema } from './status-change-schemas.js';
import { stockChangeSchema, stockSchema } from './stock-schemas.js';
import { summarySchema } from './summary-schemas.js';
import { sourceVisitsSchema, visitsSchema } from './visit-schemas.js';

const parameters = [
  {
    name: 'lookback',
    in: 'query',
    description: "Length of the window, in minutes. Default: the server's.",
    schema: lookbackSchema,
  },
  ...filterNames.map((name) => ({
    name,
    in: 'query',
    description: 'May be repeated.',
    style: 'form',
    explode: true,
    schema: filterSchema(name),
  })),
];

const refusal = (description: string) => ({
  description,
  content: { [PROBLEM_MEDIA_TYPE]: { schema: component('Problem') } },
});

/** What every path may answer before it looks at what is asked for. */
const strangers = {
  401: refusal('A token is needed (AUTH_TOKEN), and none, or another one, was sent.'),
  403: refusal('Origin is that of a page that may not ask.'),
  421: refusal('Host is no name that the server goes by.'),
};

const window = (what: string, json: JsonSchema, line: string, columns: readonly string[]) => ({
  parameters,
  responses: {
    200: {
      description: `${what} Never cached.`,
      content: {
        [mediaTypes[0]]: { schema: json },
        [mediaTypes[1]]: { schema: text(line) },
        [mediaTypes[2]]: {
          schema: text(`RFC 4180, with a header: ${columns.join(', ')}. Values are written as they are.`),
        },
      },
    },
    ...strangers,
    400: refusal('A parameter is unknown or out of its bounds.'),
    406: refusal('None of the types in Accept can be had.'),
    413: refusal('The window holds too many items.'),
    503: refusal('The database is not there, or too many are asking; Retry-After says when to try again.'),
  },
});

const upgrade = {
  operationId: 'getRefusal',
  summary: 'Why an upgrade to thelook.v1 with this query would be refused now',
  description: 'For pages in a browser, which cannot see the answer to an upgrade.',
  parameters: Object.entries(feedQueryProperties).map(([name, schema]) => ({ name, in: 'query', schema })),
  responses: {
    ...strangers,
    400: refusal('A parameter is unknown or out of its bounds.'),
    426: refusal('It would not: there is room for this feed.'),
    429: refusal('Too many clients are connected from this address; Retry-After says when to try again.'),
    503: refusal(
      'Too many clients, windows or views, or one that is too large; Retry-After says when to try again.',
    ),
  },
};

const served = (operationId: string, summary: string) => ({
  get: {
    operationId,
    summary,
    responses: {
      ...strangers,
      200: { description: 'The document.', content: { 'application/json': { schema: { type: 'object' } } } },
    },
  },
});

/** The OpenAPI document of the REST side, as `/api/v1/openapi.json` serves it. */
export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'theLook',
    version: '1.0.0',
    description: 'The last minutes of sales of a fashion shop that never closes, for those who ask once.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  // A token where the server wants one, or nothing.
  security: [{ token: [] }, {}],
  paths: {
    '/api/v1/order-items': {
      get: {
        operationId: 'getOrderItems',
        summary: 'The order items of the last minutes, the newest first',
        ...window(
          'The order items.',
          component('OrderItems'),
          'One JSON object a line, each a FeedItem.',
          itemColumns,
        ),
      },
    },
    '/api/v1/summary': {
      get: {
        operationId: 'getSummary',
        summary: 'The last minutes in figures',
        ...window('The figures.', component('Summary'), 'One line of JSON, a Summary.', summaryColumns),
      },
    },
    '/ws': { get: upgrade },
    '/api/v1/openapi.json': served('getOpenApi', 'This document'),
    '/api/v1/asyncapi.json': served('getAsyncApi', 'The AsyncAPI document of the feed'),
  },
  components: {
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        description: 'One of the tokens in AUTH_TOKEN, where there are any.',
      },
    },
    schemas: {
      OrderItems: orderItemsSchema,
      FeedItem: feedItemSchema,
      FeedFilters: filtersSchema,
      Summary: summarySchema,
      SummaryGroup: summaryGroupSchema,
      SalesSeries: salesSeriesSchema,
      TopProduct: topProductSchema,
      StatusOrders: statusOrdersSchema,
      WindowBefore: windowBeforeSchema,
      StatusChanges: statusChangesSchema,
      StatusCount: statusCountSchema,
      StatusChange: statusChangeSchema,
      Visits: visitsSchema,
      SourceVisits: sourceVisitsSchema,
      SaleDays: saleDaysSchema,
      Stock: stockSchema,
      StockChange: stockChangeSchema,
      RecentItem: recentItemSchema,
      Problem: problemSchema,
    },
  },
} as const;
