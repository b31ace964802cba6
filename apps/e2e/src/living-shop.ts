import { acquireServer, startThrowawayServer } from '@thelook/embedded-postgres';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RunningProcess, sourceFlags } from './running-process.js';
import { scratchFolder } from './scratch.js';

/** A shop on a server of its own, with generators as processes. */
export class LivingShop {
  readonly url: string;
  readonly #dataDir: string | undefined;
  readonly #client: pg.Pool;
  readonly #remove: () => Promise<void>;

  private constructor(url: string, dataDir: string | undefined, remove: () => Promise<void>) {
    this.url = url;
    this.#dataDir = dataDir;
    this.#remove = remove;
    this.#client = new pg.Pool({ connectionString: url, max: 2 });
    // The server is killed now and then.
    this.#client.on('error', () => undefined);
  }

  /** On a server that keeps what it has committed, as `npm start` has one. */
  static async onKeptServer(): Promise<LivingShop> {
    const scratch = await scratchFolder();
    const server = await acquireServer({ home: scratch.path });
    return new LivingShop(server.url, server.dataDir, async () => {
      await server.release();
      await scratch.remove();
    });
  }

  /** On a server that waits for no disk. */
  static async onThrowawayServer(): Promise<LivingShop> {
    const server = await startThrowawayServer();
    return new LivingShop(server.url, undefined, () => server.stop());
  }

  /** @param nodeFlags further flags of Node.js */
  datagen(args: readonly string[], nodeFlags: readonly string[] = []): RunningProcess {
    const flags = [...sourceFlags, ...nodeFlags, 'apps/datagen/src/main.ts', ...args];
    return new RunningProcess(process.execPath, flags, { DATABASE_URL: this.url });
  }

  /** Creates the tables, with nothing in them but the catalogue. */
  async create(): Promise<void> {
    await ended(this.datagen(['serve', '--max-iter=0']));
  }

  async query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    return (await this.#client.query<Row>(sql)).rows;
  }

  /** Resolves with the first answer that is as wanted; a server that is away for a while is asked again. */
  async until<Row extends pg.QueryResultRow>(sql: string, isAsWanted: (row: Row) => boolean): Promise<Row> {
    for (;;) {
      const [row] = await this.query<Row>(sql).catch((): Row[] => []);
      if (row && isAsWanted(row)) return row;
      await sleep(50);
    }
  }

  /** Kills the server as a crash does; it comes back at the same address, with what was committed. */
  async killServer(): Promise<void> {
    const started = 'select pg_postmaster_start_time() as at';
    const [before] = await this.query<{ at: Date }>(started);
    const [pid = ''] = (await readFile(join(this.#dataDir!, 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    // What a dying server still answers does not count.
    await this.until<{ at: Date }>(started, ({ at }) => at > before!.at);
  }

  async close(): Promise<void> {
    await this.#client.end();
    await this.#remove();
  }
}

/** Asks the processes to stop, all at once, and waits for them. @throws for one that fails */
export async function stopped(running: readonly RunningProcess[]): Promise<void> {
  for (const one of running) one.signal('SIGTERM');
  for (const one of running) await ended(one);
}

/** Waits until a process is done. @throws when it fails, with what it said */
export async function ended(running: RunningProcess): Promise<string> {
  const code = await running.exit();
  if (code !== 0) throw new Error(`ended with ${code}:\n${running.output}`);
  return running.output;
}
