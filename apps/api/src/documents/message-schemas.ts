import {
  queryLimits,
  type DeltaMessage,
  type ErrorMessage,
  type FeedLimits,
  type HelloMessage,
  type SnapshotMessage,
  type StatusMessage,
} from '@thelook/feed';
import {
  component,
  epochMs,
  integer,
  listOf,
  number,
  objectSchema,
  text,
  type JsonSchema,
} from './json-schema.js';

const ofType = (type: string) => text('Type of the message.', { const: type });
const cursor = text('Names this state; `resume` takes it after a reconnect.', {
  maxLength: queryLimits.valueLength,
});
const at = epochMs("The database's clock");

const limits = objectSchema<FeedLimits>('What the server holds a client to.', {
  max_clients: integer('Clients in all.'),
  max_clients_per_address: integer('Clients of one address.'),
  max_message_bytes: integer('Bytes of a message from the client.'),
  max_queued_bytes: integer(
    'Bytes that may wait for one client, or one frame where that is larger; past it, the client skips states.',
  ),
  slow_client_seconds: number('A client that does not drain for so long is closed with 1013.'),
});

export const helloSchema = objectSchema<HelloMessage>('The first message: what the client is going to get.', {
  type: ofType('hello'),
  version: integer('Of the protocol.', { const: 1 }),
  feed: text('Kind of the feed.', { enum: ['items', 'summary'] }),
  lookback_minutes: number('Length of the window, in minutes.'),
  refresh_seconds: number('Seconds from one refresh to the next.'),
  filters: component('FeedFilters'),
  limits,
  server: text("Name and version of the server's program."),
});

export const snapshotSchema = objectSchema<SnapshotMessage>(
  'The whole window: it replaces whatever the client has.',
  {
    type: ofType('snapshot'),
    cursor,
    at,
    items: listOf(component('FeedItem'), 'In no order of their own.'),
  },
);

export const deltaSchema = objectSchema<DeltaMessage>(
  'What has changed since the state `previous`; sent at every refresh, empty when nothing has.',
  {
    type: ofType('delta'),
    cursor,
    previous: text('The cursor of the state that this applies to.'),
    at,
    added: listOf(component('FeedItem'), 'Items that the client does not have.'),
    changed: listOf(component('FeedItem'), 'Items that the client has, as they are now.'),
    removed: listOf(text('Item id.'), 'Items that the client has and that have left the window.'),
  },
);

export const statusSchema = objectSchema<StatusMessage>(
  'Sent when the database is lost, when it is back, and after `hello` while it is lost.',
  {
    type: ofType('status'),
    database: text('How it is now.', { enum: ['up', 'lost'] }),
    since: epochMs("When this became so by the server's clock"),
    stale_since: {
      type: ['integer', 'null'],
      description:
        '`at` of the newest state there is while the database is lost; null without one, and while it is up.',
    },
  },
);

export const errorSchema: JsonSchema = objectSchema<ErrorMessage>(
  'Why the server is about to close the connection, or could not do something.',
  {
    type: ofType('error'),
    code: text('For programs.'),
    message: text('For people.'),
    action: text('What to do about it.'),
  },
);
