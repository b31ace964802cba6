import { connect, type Socket } from 'node:net';
import { FrameReader } from './frame-reader.js';
import { pong, upgrade } from './raw-handshake.js';
import { serveCommands } from './worker-process.js';

/** Handshakes under way at the same time. */
const CONCURRENT = 100;

export interface LoadOptions {
  port: number;
  path: string;
  protocol: string | undefined;
  clients: number;
  /** Whether frames are parsed, for the time from an item's creation to its arrival. */
  parse: boolean;
}

export interface LoadReport {
  clients: number;
  frames: number;
  bytes: number;
  /** Milliseconds between two frames of one client, for all clients. */
  gaps: Float64Array;
  /** Milliseconds from the creation of an item to the arrival of its delta, for all clients. */
  delays: Float64Array;
  /** Milliseconds since the last frame, of each client that has had one. */
  silences: Float64Array;
  /** Connections that have ended by themselves. */
  lost: number;
  /** Who got each delta last. */
  lastServed: LastServed[];
}

export interface LastServed {
  cursor: string;
  client: number;
  /** Milliseconds since 1970. */
  at: number;
}

export type LoadCommands = {
  connect: (options: LoadOptions) => Promise<void>;
  /** Forgets what has been measured so far. */
  reset: (nothing: undefined) => void;
  /** Frames that have arrived since then. */
  frames: (nothing: undefined) => number;
  report: (nothing: undefined) => LoadReport;
};

/** All sockets read into the same place: what they read is looked at once and not kept. */
const readInto = Buffer.allocUnsafe(256 * 1024);
const sockets: Socket[] = [];
/** When each client got its last frame; 0: none yet. */
const lastFrames: number[] = [];
let gaps: number[] = [];
let delays: number[] = [];
let lastServed = new Map<string, LastServed>();
let frames = 0;
let bytes = 0;
let lost = 0;
let epoch = 0;

async function connectAll(options: LoadOptions): Promise<void> {
  let left = options.clients;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await connectOne(options);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, one));
}

function connectOne({ port, path, protocol, parse }: LoadOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastEpoch = -1;
    let handshake: string | undefined = '';
    const client = sockets.length;
    const reader = new FrameReader(
      {
        onPing: (payload) => socket.write(pong(payload)),
        onText: (length, text) => {
          const now = performance.now();
          if (lastEpoch === epoch) gaps.push(now - lastFrames[client]!);
          lastEpoch = epoch;
          lastFrames[client] = now;
          frames += 1;
          bytes += length;
          if (text !== undefined) noteDelays(text, client);
        },
      },
      parse,
    );
    const socket: Socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: readInto,
        callback: (length) => {
          const chunk = readInto.subarray(0, length);
          if (handshake === undefined) {
            reader.read(chunk);
            return true;
          }
          handshake += chunk.toString('latin1');
          const end = handshake.indexOf('\r\n\r\n');
          if (end === -1) return true;
          if (!handshake.startsWith('HTTP/1.1 101')) {
            reject(new Error(handshake));
            return false;
          }
          const first = Buffer.from(handshake.slice(end + 4), 'latin1');
          handshake = undefined;
          resolve();
          reader.read(first);
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.on('close', () => {
      lost += 1;
    });
    sockets.push(socket);
    lastFrames.push(0);
    socket.write(upgrade(path, protocol));
  });
}

interface Delta {
  type: string;
  cursor: string;
  added: { created_at: number }[];
}

function noteDelays(text: string, client: number): void {
  const message = JSON.parse(text) as Delta;
  if (message.type !== 'delta') return;
  const now = Date.now();
  for (const { created_at } of message.added) delays.push(now - created_at);
  const { cursor } = message;
  lastServed.set(cursor, { cursor, client, at: performance.timeOrigin + performance.now() });
}

const commands: LoadCommands = {
  connect: connectAll,
  reset: () => {
    epoch += 1;
    gaps = [];
    delays = [];
    lastServed = new Map();
    frames = 0;
    bytes = 0;
  },
  frames: () => frames,
  report: () => ({
    clients: sockets.length,
    frames,
    bytes,
    gaps: Float64Array.from(gaps),
    delays: Float64Array.from(delays),
    silences: Float64Array.from(
      lastFrames.filter((at) => at > 0),
      (at) => performance.now() - at,
    ),
    lost,
    lastServed: [...lastServed.values()],
  }),
};

serveCommands(commands);
