import { acquireServer, startThrowawayServer } from '@thelook/embedded-postgres';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server for the time of a benchmark, of which nothing stays behind. */
export interface BenchServer {
  /** A connection URL of the superuser. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a server that is gone afterwards.
 *
 * @param waits whether it waits for its disk at each commit, as that of `npm start` does
 * @example
 * const server = await startBenchServer(false);
 * await server.stop();
 */
export async function startBenchServer(waits: boolean): Promise<BenchServer> {
  if (!waits) return startThrowawayServer();
  const home = await mkdtemp(join(tmpdir(), 'thelook-bench-'));
  // As root the server runs as somebody else, who has to get there.
  await chmod(home, 0o711);
  const { url, release } = await acquireServer({ home });
  return {
    url,
    async stop() {
      await release();
      await rm(home, { recursive: true, force: true });
    },
  };
}
