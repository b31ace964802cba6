import { filterNames, queryLimits, SUBPROTOCOL } from '@thelook/feed';
import {
  feedItemSchema,
  filterSchema,
  filtersSchema,
  lookbackSchema,
  salesRecordSchema,
} from './item-schemas.js';
import { component, number, text, type JsonSchema } from './json-schema.js';
import { deltaSchema, errorSchema, helloSchema, snapshotSchema, statusSchema } from './message-schemas.js';
import {
  groupRowSchema,
  recentRowSchema,
  salesSeriesSchema,
  summaryMessageSchema,
} from './summary-schemas.js';

/** The messages of `thelook.v1`, by the names of their schemas. */
const messages = {
  hello: 'Hello',
  snapshot: 'Snapshot',
  delta: 'Delta',
  summary: 'SummaryMessage',
  status: 'Status',
  error: 'Error',
} as const;

const query: JsonSchema = {
  type: 'object',
  properties: {
    feed: text('Every item of the window, or the window in figures.', {
      enum: ['items', 'summary'],
      default: 'items',
    }),
    lookback: { ...lookbackSchema, description: "Length of the window, in minutes. Default: the server's." },
    refresh: number("Seconds from one refresh to the next. Default: the server's.", {
      minimum: queryLimits.refresh.min,
      maximum: queryLimits.refresh.max,
    }),
    resume: text(
      'The cursor of the newest state that the client has: it goes on with a delta where it can.',
      {
        maxLength: queryLimits.valueLength,
      },
    ),
    ...Object.fromEntries(filterNames.map((name) => [name, filterSchema(name)])),
  },
};

const subprotocol: JsonSchema = {
  type: 'object',
  properties: { 'Sec-WebSocket-Protocol': text('The subprotocol.', { const: SUBPROTOCOL }) },
  required: ['Sec-WebSocket-Protocol'],
};

const names = Object.keys(messages) as (keyof typeof messages)[];

/** The AsyncAPI document of the feed, as `/api/v1/asyncapi.json` serves it. */
export const asyncApi = {
  asyncapi: '3.0.0',
  info: {
    title: 'theLook feed',
    version: '1.0.0',
    description: 'The last minutes of sales of a fashion shop that never closes, refreshed all the time.',
    license: { name: 'MIT' },
  },
  defaultContentType: 'application/json',
  servers: { api: { host: 'localhost:8000', protocol: 'ws', description: 'The default of a local start.' } },
  channels: {
    records: {
      address: '/ws',
      title: 'Records feed',
      description:
        'Without a subprotocol: the whole window at once and at every refresh, as a JSON string that holds a JSON ' +
        'array (to be parsed twice). An empty window is an empty array.',
      messages: { records: { $ref: '#/components/messages/records' } },
      bindings: { ws: { method: 'GET' } },
    },
    feed: {
      address: '/ws',
      title: SUBPROTOCOL,
      description:
        'With the subprotocol: `hello`, then `snapshot` and `delta`, or `summary`, at every refresh. Clients send ' +
        'nothing. A query that is not allowed is refused with 400 and application/problem+json.',
      messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      bindings: { ws: { method: 'GET', query, headers: subprotocol } },
    },
  },
  operations: {
    sendRecords: {
      action: 'send',
      channel: { $ref: '#/channels/records' },
      summary: 'The window, again and again',
      messages: [{ $ref: '#/channels/records/messages/records' }],
    },
    sendFeed: {
      action: 'send',
      channel: { $ref: '#/channels/feed' },
      summary: 'The window, and what changes of it',
      messages: names.map((name) => ({ $ref: `#/channels/feed/messages/${name}` })),
    },
  },
  components: {
    messages: {
      records: {
        title: 'Records',
        contentType: 'application/json',
        payload: text('JSON text of an array of SalesRecord, in no order of their own.'),
      },
      ...Object.fromEntries(
        names.map((name) => [
          name,
          { title: messages[name], contentType: 'application/json', payload: component(messages[name]) },
        ]),
      ),
    },
    schemas: {
      SalesRecord: salesRecordSchema,
      FeedItem: feedItemSchema,
      FeedFilters: filtersSchema,
      Hello: helloSchema,
      Snapshot: snapshotSchema,
      Delta: deltaSchema,
      SummaryMessage: summaryMessageSchema,
      GroupRow: groupRowSchema,
      RecentRow: recentRowSchema,
      SalesSeries: salesSeriesSchema,
      Status: statusSchema,
      Error: errorSchema,
    },
  },
} as const;
