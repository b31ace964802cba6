import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import type { ErrorReport } from './errors.js';

/**
 * What a supervisor tells its clients, one JSON object a line. Clients say one word, that they are some: being
 * connected is what keeps the server running, and closing their half is how they take leave.
 */
export type SupervisorMessage =
  /** For people who wait. */
  | { type: 'progress'; message: string }
  /** The server accepts connections. Sent again after a restart. */
  | { type: 'ready'; port: number; password: string; dataDir: string }
  /** The server cannot run; the supervisor is about to end. */
  | ({ type: 'failed' } & ErrorReport)
  /** The supervisor was asked to end although there are clients; nobody should start another one. */
  | { type: 'stopping' }
  /** You have taken leave, and what there was to do about it is done. */
  | { type: 'left' };

/** Resolves when the message is on its way or cannot be. */
export function sendMessage(socket: Socket, message: SupervisorMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!socket.writable) resolve();
    else socket.write(JSON.stringify(message) + '\n', () => resolve());
  });
}

/** Calls back for each message until the connection ends, of which, and of why, its own events tell. */
export function onMessages(socket: Socket, listener: (message: SupervisorMessage) => void): void {
  const lines = createInterface({ input: socket, crlfDelay: Infinity });
  // It repeats the socket's errors, and one that nobody hears ends the process.
  lines.on('error', () => undefined);
  lines.on('line', (line) => listener(JSON.parse(line) as SupervisorMessage));
}
