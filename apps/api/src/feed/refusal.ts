import { PROBLEM_MEDIA_TYPE, type Problem } from '@thelook/feed';
import type { Duplex } from 'node:stream';

/** How long a client gets to take the answer and to close. */
const FAREWELL_MS = 5_000;

/**
 * Answers an upgrade with a problem (RFC 9457) instead of a WebSocket, and closes the connection.
 *
 * @param retryAfterSeconds when it is worth to try again.
 */
export function refuse(socket: Duplex, problem: Problem, retryAfterSeconds?: number): void {
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
    'Connection: close',
  ];
  // A client that has gone meanwhile is no failure of ours.
  socket.on('error', () => socket.destroy());
  const timer = setTimeout(() => socket.destroy(), FAREWELL_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
