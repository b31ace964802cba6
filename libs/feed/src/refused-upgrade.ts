import { FeedConnectionError, FeedRefusedError } from './connection-errors.js';
import type { Problem } from './problem.js';

/** The HTTP response to an upgrade that is refused. */
export interface RefusedResponse extends AsyncIterable<Uint8Array> {
  statusCode?: number | undefined;
}

/** Bytes of a body that are read. */
const MAX_BODY = 16 * 1024;
/** Client errors that time may heal. */
const passing = new Set([408, 425, 429]);

/** The error that a refused upgrade means: final for most of the 4xx, else one to try again after. */
export async function refusalOf(response: RefusedResponse): Promise<Error> {
  const status = response.statusCode ?? 0;
  const problem = await readProblem(response);
  const why = problem?.detail ?? `the server answered ${status}`;
  if (status < 400 || status >= 500 || passing.has(status)) return new FeedConnectionError(why, 1006);
  return new FeedRefusedError(why, status, problem);
}

async function readProblem(response: RefusedResponse): Promise<Problem | undefined> {
  try {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MAX_BODY) return undefined;
    }
    const body: unknown = JSON.parse(text);
    return isProblem(body) ? body : undefined;
  } catch {
    // A body that cannot be read says nothing; the status still does.
    return undefined;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string';
}
