import { connectFeed } from '@thelook/feed';
import { LeanWebSocket } from './lean-web-socket.js';
import { serveCommands } from './worker-process.js';

/** Clients that begin at the same time. */
const AT_ONCE = 100;

export interface ReturningOptions {
  url: string;
  clients: number;
}

export type ReturningCommands = {
  /** Resolves when all are live. */
  connect: (options: ReturningOptions) => Promise<void>;
  /** How many are live. */
  live: (nothing: undefined) => number;
  /** When each of those that are live became so, in milliseconds since 1970. */
  since: (nothing: undefined) => Float64Array;
};

const liveSince: (number | undefined)[] = [];

/** A client of the library as anybody would write it, with its own rule for coming back. */
async function follow(url: string, number: number, onLive: () => void): Promise<void> {
  const states = connectFeed(url, {
    feed: 'summary',
    WebSocket: LeanWebSocket,
    onStatus: ({ connection }) => {
      liveSince[number] = connection === 'live' ? (liveSince[number] ?? Date.now()) : undefined;
      if (connection === 'live') onLive();
    },
  });
  for await (const { status } of states) if (status.connection === 'live') onLive();
}

async function connectAll({ url, clients }: ReturningOptions): Promise<void> {
  let next = 0;
  const some = async () => {
    while (next < clients) {
      const number = next++;
      await new Promise<void>((resolve, reject) => void follow(url, number, resolve).catch(reject));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}

const moments = () => liveSince.filter((at) => at !== undefined);

const commands: ReturningCommands = {
  connect: connectAll,
  live: () => moments().length,
  since: () => Float64Array.from(moments()),
};

serveCommands(commands);
