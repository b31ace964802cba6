import { acquireServer, startThrowawayServer } from '@thelook/embedded-postgres';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RunningProcess, sourceFlags } from './running-process.js';
import { scratchFolder } from './scratch.js';
import { countFaults, type Fault } from './shop-faults.js';

/** A shop on a server of its own, with generators as processes. */
export class LivingShop {
  readonly url: string;
  readonly #dataDir: string | undefined;
  readonly #client: pg.Pool;
  readonly #remove: () => Promise<void>;
  readonly #processes: RunningProcess[] = [];

  private constructor(url: string, dataDir: string | undefined, remove: () => Promise<void>) {
    this.url = url;
    this.#dataDir = dataDir;
    this.#remove = remove;
    // What is asked reads whole tables, of which the server has not counted the rows yet: without this it may look at one
    // table once for each row of another.
    this.#client = new pg.Pool({ connectionString: url, max: 2, options: '-c enable_nestloop=off' });
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
    const running = new RunningProcess(process.execPath, flags, { DATABASE_URL: this.url });
    this.#processes.push(running);
    return running;
  }

  /** Creates the tables, with nothing in them but the catalogue. */
  async create(): Promise<void> {
    await ended(this.datagen(['serve', '--max-iter=0']));
  }

  async query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    return (await this.#client.query<Row>(sql)).rows;
  }

  /**
   * Resolves with the first answer that is as wanted; a server that is away for a while is asked again.
   *
   * @throws when a process has failed meanwhile, with what all of them said
   */
  async until<Row extends pg.QueryResultRow>(sql: string, isAsWanted: (row: Row) => boolean): Promise<Row> {
    for (;;) {
      const failed = this.#processes.findIndex(({ child }) => (child.exitCode ?? 0) !== 0);
      if (failed >= 0) throw new Error(`process ${failed} has failed\n${this.#said()}`);
      const [row] = await this.query<Row>(sql).catch((): Row[] => []);
      if (row && isAsWanted(row)) return row;
      await sleep(50);
    }
  }

  /** @throws when there are any of the faults, with what every process said */
  async expectNone(faults: readonly Fault[]): Promise<void> {
    const [counts = {}] = await this.query<Record<string, number>>(countFaults(faults));
    const found = Object.entries(counts).filter(([, count]) => count !== 0);
    if (found.length === 0) return;
    throw new Error(`${found.map(([name, count]) => `${count} ${name}`).join('\n')}\n${this.#said()}`);
  }

  #said(): string {
    return this.#processes
      .map(({ child, output }, place) => `process ${place} (code ${child.exitCode}) said:\n${output}`)
      .join('\n');
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
