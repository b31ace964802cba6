import { PROBLEM_MEDIA_TYPE, type Problem } from '@thelook/feed';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** How long a client gets to take the answer and to close. */
const FAREWELL_MS = 5_000;
/** When a client that found everything taken may try again, unless the problem knows better. */
const RETRY_AFTER_SECONDS = 10;

/** The headers of a refusal; whoever may be let in later learns when to try again. */
export function refusalHeaders(
  { status }: Problem,
  retryAfterSeconds = RETRY_AFTER_SECONDS,
): Record<string, string> {
  const headers = { 'Content-Type': PROBLEM_MEDIA_TYPE, 'Cache-Control': 'no-store' };
  if (status === 401) return { ...headers, 'WWW-Authenticate': 'Bearer realm="theLook"' };
  const isForNow = status === 429 || status === 503;
  return isForNow ? { ...headers, 'Retry-After': String(retryAfterSeconds) } : headers;
}

/** Answers a request with a problem (RFC 9457). */
export function refuseRequest(response: ServerResponse, problem: Problem): void {
  const body = JSON.stringify(problem);
  const headers = { ...refusalHeaders(problem), 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(problem.status, headers).end(body);
}

/** Answers an upgrade with a problem instead of a WebSocket, and closes the connection. */
export function refuseUpgrade(socket: Duplex, problem: Problem, retryAfterSeconds?: number): void {
  const body = JSON.stringify(problem);
  const headers = {
    ...refusalHeaders(problem, retryAfterSeconds),
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  const lines = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  // A client that has gone meanwhile is no failure of ours.
  socket.on('error', () => socket.destroy());
  const timer = setTimeout(() => socket.destroy(), FAREWELL_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
