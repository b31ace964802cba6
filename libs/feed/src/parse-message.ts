import type { FeedMessage } from './messages.js';

/** A message that does not belong to `thelook.v1`, or not to the state that it meets. */
export class FeedMessageError extends Error {
  readonly code = 'THELOOK_FEED_MESSAGE';

  constructor(problem: string, options?: ErrorOptions) {
    super(`The server's message cannot be used: ${problem}.`, options);
    this.name = 'FeedMessageError';
  }
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';
const isList: Check = Array.isArray;
const areIds: Check = (value) => Array.isArray(value) && value.every(isText);
const areItems: Check = (value) => Array.isArray(value) && value.every((item) => isText(item?.item_id));
const isDatabase: Check = (value) => value === 'up' || value === 'lost';

/** What of each message has to be right for a client's state to stay right. */
const required: Record<FeedMessage['type'], Record<string, Check>> = {
  hello: { version: isNumber, feed: isText, refresh_seconds: isNumber },
  snapshot: { cursor: isText, at: isNumber, items: areItems },
  delta: {
    ...{ cursor: isText, previous: isText, at: isNumber },
    ...{ added: areItems, changed: areItems, removed: areIds },
  },
  summary: {
    ...{ cursor: isText, at: isNumber, newest: isList },
    ...{ by_country: isList, by_traffic_source: isList, by_category: isList, by_status: isList },
  },
  status: { database: isDatabase, since: isNumber },
  error: { code: isText, message: isText },
};

/**
 * Reads a text frame of `thelook.v1`.
 *
 * @returns undefined for a type of message that this version does not know; such a message is to be ignored.
 * @throws {FeedMessageError} when the frame is no message, or lacks what its type needs.
 */
export function parseMessage(frame: unknown): FeedMessage | undefined {
  if (typeof frame !== 'string') throw new FeedMessageError('it is not text');
  const message = parseJson(frame);
  if (!isMessage(message)) throw new FeedMessageError('it is not a JSON object with a type');
  if (!Object.hasOwn(required, message.type)) return undefined;
  for (const [name, check] of Object.entries(required[message.type])) {
    if (!check(message[name as keyof FeedMessage])) {
      throw new FeedMessageError(`${name} of ${message.type} is missing or of the wrong kind`);
    }
  }
  return message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FeedMessageError('it is not JSON', { cause });
  }
}

function isMessage(value: unknown): value is FeedMessage {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
