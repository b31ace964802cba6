import type { TestDatabase } from '@thelook/embedded-postgres';
import { ApiProcess, type ApiProcessOptions } from './api-process.js';
import type { BenchDatabases } from './bench-database.js';
import { Load } from './load.js';
import { WorkerProcess } from './worker-process.js';
import type { WriterCommands } from './writer.js';

export interface StageOptions extends Omit<ApiProcessOptions, 'url'> {
  databases: BenchDatabases;
  /** Order items in the window. */
  rows: number;
  /** Milliseconds from one new item to the next. */
  writeEveryMs: number;
  clientProcesses: number;
}

/** One case's database, server, writer and client processes, which end together. */
export class Stage {
  readonly api: ApiProcess;
  readonly load: Load;
  readonly #writer: WorkerProcess<WriterCommands>;
  readonly #database: TestDatabase;

  private constructor(
    database: TestDatabase,
    api: ApiProcess,
    load: Load,
    writer: WorkerProcess<WriterCommands>,
  ) {
    this.#database = database;
    this.api = api;
    this.load = load;
    this.#writer = writer;
  }

  /** Sets a stage up, does the work on it, and clears it away whatever happens. */
  static async use<Result>(options: StageOptions, work: (stage: Stage) => Promise<Result>): Promise<Result> {
    const { databases, rows, writeEveryMs, clientProcesses, ...server } = options;
    const database = await databases.create(rows, server.lookbackMinutes);
    const api = await ApiProcess.start({ ...server, url: database.url });
    const writer = new WorkerProcess<WriterCommands>('./writer.ts');
    const stage = new Stage(database, api, new Load(clientProcesses), writer);
    try {
      await writer.call('start', { url: database.url, everyMs: writeEveryMs });
      return await work(stage);
    } finally {
      await stage.#close();
    }
  }

  async #close(): Promise<void> {
    await this.#writer.stop();
    await this.load.stop();
    await this.api.stop();
    await this.#database.drop();
  }
}

export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
