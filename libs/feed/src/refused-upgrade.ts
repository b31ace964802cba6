import { FeedConnectionError, FeedRefusedError } from './connection-errors.js';
import type { Problem } from './problem.js';

/** The HTTP response to an upgrade that is refused. */
export interface RefusedResponse extends AsyncIterable<Uint8Array> {
  statusCode?: number | undefined;
  headers?: Readonly<Record<string, unknown>> | undefined;
}

/** Bytes of a body that are read. */
const MAX_BODY = 16 * 1024;
/** Client errors that time may heal. */
const passing = new Set([408, 425, 429]);
/** The answer of a server that would take the upgrade. */
const UPGRADE_REQUIRED = 426;

/** The error that a refused upgrade means: final for most of the 4xx, else one to try again after. */
export async function refusalOf(response: RefusedResponse): Promise<Error> {
  return errorOf(response.statusCode ?? 0, await readProblem(response), response.headers?.['retry-after']);
}

/**
 * Asks without an upgrade why the one to this address has been refused, for WebSockets that keep the answer to
 * themselves; undefined when the server cannot be asked, or does not say.
 */
export async function askRefusal(
  address: string,
  signal: AbortSignal,
  token: string | undefined,
): Promise<Error | undefined> {
  try {
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const response = await fetch(address.replace(/^ws/, 'http'), { signal, headers });
    if (response.status === UPGRADE_REQUIRED || !response.body) return undefined;
    // A stranger's 404 is not a refusal for good: it may stand in for a server that is being started again.
    const problem = await readProblem(chunksOf(response.body));
    return problem && errorOf(response.status, problem, response.headers.get('retry-after'));
  } catch {
    return undefined;
  }
}

function errorOf(status: number, problem: Problem | undefined, retryAfter: unknown): Error {
  const why = problem?.detail ?? `the server answered ${status}`;
  if (status < 400 || status >= 500 || passing.has(status)) {
    return new FeedConnectionError(why, 1006, { problem, retryAfterMs: retryAfterMs(retryAfter) });
  }
  return new FeedRefusedError(why, status, problem);
}

/** `Retry-After` in milliseconds: seconds, or a moment (RFC 9110, 10.2.3). */
function retryAfterMs(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

async function readProblem(chunks: AsyncIterable<Uint8Array>): Promise<Problem | undefined> {
  try {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of chunks) {
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

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string';
}
