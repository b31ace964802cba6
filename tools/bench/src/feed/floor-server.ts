import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveCommands } from './worker-process.js';

export interface FloorOptions {
  /** The text of every frame. */
  text: string;
  intervalMs: number;
}

export type FloorCommands = {
  /** Begins to send; gives the port. */
  start: (options: FloorOptions) => Promise<number>;
  /** Processor time so far, in seconds. */
  cpu: (nothing: undefined) => number;
};

/** What a server cannot go below with ws: nothing but a loop that sends the same text to everybody. */
async function start({ text, intervalMs }: FloorOptions): Promise<number> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  const bytes = Buffer.from(text);
  setInterval(() => {
    for (const client of server.clients) client.send(bytes, { binary: false });
  }, intervalMs);
  return (server.address() as AddressInfo).port;
}

const commands: FloorCommands = {
  start,
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  },
};

serveCommands(commands);
