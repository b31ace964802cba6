import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  compileFilters,
  FeedQueryError,
  parseWindowQuery,
  problem,
  PROBLEM_MEDIA_TYPE,
  queryProblem,
  summarize,
  type FeedItem,
  type Problem,
  type WindowQuery,
} from '@thelook/feed';
import type { Logger } from '@thelook/service';
import { Router, type Request, type Response } from 'express';
import { asyncApi } from '../documents/asyncapi.js';
import { openApi } from '../documents/openapi.js';
import { WindowTooLargeError } from '../window/errors.js';
import {
  contentTypes,
  mediaTypes,
  representItems,
  representSummary,
  type MediaType,
} from './representations.js';
import { BusyError, Turns } from './turns.js';
import type { FullWindow } from './window-reader.js';

export interface RestOptions {
  /** Reads the order items of the last minutes. One call at a time. */
  readWindow: (lookbackMinutes: number) => Promise<FullWindow>;
  /** The window of whoever asks for no other, in minutes. */
  lookbackMinutes: number;
  logger: Logger;
}

/** Responses that may be under way: each holds a window in memory. */
const RESPONSES_AT_ONCE = 4;
/** Requests that may wait for that. */
const MAX_WAITING = 64;
/** A client that has not taken its response by then is cut off, so that others get their turn. */
const MAX_RESPONSE_MS = 60_000;

type Represent = (type: MediaType, window: FullWindow, query: WindowQuery) => Iterable<string>;

/**
 * The window as it is now, for those who ask once: `GET /api/v1/order-items` and `GET /api/v1/summary`, as JSON, NDJSON
 * or CSV; and the documents about this and about the feed. What goes wrong is told as `application/problem+json`.
 *
 * @example
 * app.use(createRestRoutes({ readWindow, lookbackMinutes: 5, logger }));
 */
export function createRestRoutes({ readWindow, lookbackMinutes, logger }: RestOptions): Router {
  const responses = new Turns({ atOnce: RESPONSES_AT_ONCE, maxWaiting: MAX_WAITING });
  // The database's connections are for the feed first: what is asked for here takes one of them at most.
  const queries = new Turns({ atOnce: 1, maxWaiting: RESPONSES_AT_ONCE });

  const answer = (represent: Represent) => async (request: Request, response: Response) => {
    const type = acceptedType(request);
    if (!type) return refuse(response, notAcceptable(request));
    try {
      const query = parseWindowQuery(queryOf(request), { lookbackMinutes });
      await responses.run(async () => {
        if (response.destroyed) return;
        const window = await queries.run(() => readWindow(query.lookbackMinutes));
        const { filters } = query;
        const items = window.items.filter(compileFilters(filters)).sort(newestFirst);
        await send(response, contentTypes[type], represent(type, { at: window.at, items }, query));
      });
    } catch (error) {
      if (response.headersSent) return;
      refuse(response, problemOf(error, logger));
    }
  };

  const router = Router();
  router.get(
    '/api/v1/order-items',
    answer((type, { at, items }, { lookbackMinutes, filters }) =>
      representItems(type, { at, lookback_minutes: lookbackMinutes, filters, items }),
    ),
  );
  router.get(
    '/api/v1/summary',
    answer((type, { at, items }, { lookbackMinutes }) =>
      representSummary(type, summarize(items, { at, lookbackMinutes })),
    ),
  );
  router.get('/api/v1/openapi.json', document(openApi));
  router.get('/api/v1/asyncapi.json', document(asyncApi));
  return router;
}

async function send(response: Response, contentType: string, chunks: Iterable<string>): Promise<void> {
  response.set({ 'Content-Type': contentType, 'Cache-Control': 'no-store', Vary: 'Accept' });
  try {
    await pipeline(Readable.from(chunks), response, { signal: AbortSignal.timeout(MAX_RESPONSE_MS) });
  } catch {
    // The client has gone or is too slow; its connection is closed already.
    response.destroy();
  }
}

function refuse(response: Response, body: Problem): void {
  if (body.status === 503) response.set('Retry-After', '1');
  response.status(body.status).set({ 'Content-Type': PROBLEM_MEDIA_TYPE, 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

function problemOf(error: unknown, logger: Logger): Problem {
  if (error instanceof FeedQueryError) return queryProblem(error);
  if (error instanceof WindowTooLargeError) {
    const { code, message, lookbackMinutes, limit } = error;
    const allowed = `a window of at most ${limit}`;
    return problem(413, {
      ...{ code, detail: message, field: 'lookback', value: String(lookbackMinutes), allowed },
    });
  }
  if (error instanceof BusyError) return problem(503, { code: error.code, detail: error.message });
  logger.warn(
    { reason: error instanceof Error ? error.message : String(error) },
    'a request cannot be answered',
  );
  const detail = 'The window cannot be read from the database now; try again in a moment.';
  return problem(503, { code: 'THELOOK_WINDOW_UNAVAILABLE', detail });
}

function notAcceptable(request: Request): Problem {
  const allowed = mediaTypes.join(', ');
  const value = String(request.get('Accept')).slice(0, 100);
  const detail = `None of the types in Accept can be had; allowed: ${allowed}.`;
  return problem(406, { code: 'THELOOK_NOT_ACCEPTABLE', detail, field: 'Accept', value, allowed });
}

function acceptedType(request: Request): MediaType | undefined {
  const accepted = request.accepts([...mediaTypes]);
  return mediaTypes.find((type) => type === accepted);
}

function queryOf({ originalUrl }: Request): string {
  const begin = originalUrl.indexOf('?');
  return begin === -1 ? '' : originalUrl.slice(begin);
}

function newestFirst(a: FeedItem, b: FeedItem): number {
  return b.created_at - a.created_at || (a.item_id < b.item_id ? 1 : -1);
}

function document(content: object) {
  const body = JSON.stringify(content);
  return (_request: Request, response: Response) => {
    response
      .set({ 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-cache' })
      .end(body);
  };
}
