import { RECORDS_SUBPROTOCOL, SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '@thelook/feed';
import { feedItemSchema, filtersSchema, salesRecordSchema } from './item-schemas.js';
import { component, text, type JsonSchema } from './json-schema.js';
import { deltaSchema, errorSchema, helloSchema, snapshotSchema, statusSchema } from './message-schemas.js';
import { feedQueryProperties } from './query-schema.js';
import { recentRowSchema } from './recent-item-schemas.js';
import {
  groupRowSchema,
  ordersRowSchema,
  productRowSchema,
  salesSeriesSchema,
  windowBeforeSchema,
  saleDaysRowSchema,
} from './sales-schemas.js';
import { changeRowSchema, changesMessageSchema, countRowSchema } from './status-change-schemas.js';
import { stockMessageSchema, stockRowSchema } from './stock-schemas.js';
import { summaryMessageSchema } from './summary-schemas.js';
import { visitsMessageSchema, visitsRowSchema } from './visit-schemas.js';

/** The messages of `thelook.v1`, by the names of their schemas. */
const messages = {
  hello: 'Hello',
  snapshot: 'Snapshot',
  delta: 'Delta',
  summary: 'SummaryMessage',
  status: 'Status',
  error: 'Error',
} as const;

const query: JsonSchema = { type: 'object', properties: feedQueryProperties };

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
  servers: {
    api: {
      host: 'localhost:8000',
      protocol: 'ws',
      description: 'The default of a local start. Where AUTH_TOKEN is set, one of its tokens is needed.',
      security: [
        { $ref: '#/components/securitySchemes/bearer' },
        { $ref: '#/components/securitySchemes/subprotocol' },
      ],
    },
  },
  channels: {
    records: {
      address: '/ws',
      title: 'Records feed',
      description:
        `Without a subprotocol, or with \`${RECORDS_SUBPROTOCOL}\`: the whole window at once and at every refresh, as a JSON string that holds a JSON ` +
        'array (to be parsed twice). An empty window is an empty array.',
      messages: { records: { $ref: '#/components/messages/records' } },
      bindings: { ws: { method: 'GET' } },
    },
    feed: {
      address: '/ws',
      title: SUBPROTOCOL,
      description:
        'With the subprotocol: `hello`, then `snapshot` and `delta`, or `summary`, at every refresh. Clients send ' +
        'nothing. A query that is not allowed is refused with 400 and application/problem+json, and one for which ' +
        'there is no room with 429 or 503; pages in a browser, which cannot see that, get the same from a GET ' +
        'without an upgrade.',
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
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer TOKEN' },
      subprotocol: {
        type: 'httpApiKey',
        in: 'header',
        name: 'Sec-WebSocket-Protocol',
        description:
          `For browsers: \`${TOKEN_SUBPROTOCOL}BASE64URL\`, offered beside \`${SUBPROTOCOL}\` or ` +
          `\`${RECORDS_SUBPROTOCOL}\`, of which only the latter is chosen.`,
      },
    },
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
      ProductRow: productRowSchema,
      OrdersRow: ordersRowSchema,
      WindowBefore: windowBeforeSchema,
      StatusChangesMessage: changesMessageSchema,
      CountRow: countRowSchema,
      ChangeRow: changeRowSchema,
      VisitsMessage: visitsMessageSchema,
      VisitsRow: visitsRowSchema,
      SaleDaysRow: saleDaysRowSchema,
      StockMessage: stockMessageSchema,
      StockRow: stockRowSchema,
      RecentRow: recentRowSchema,
      SalesSeries: salesSeriesSchema,
      Status: statusSchema,
      Error: errorSchema,
    },
  },
} as const;
