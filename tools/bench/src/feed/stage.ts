import type { TestDatabase } from '@thelook/embedded-postgres';
import { ApiProcess, type ApiProcessOptions } from './api-process.js';
import type { BenchDatabases } from './bench-database.js';
import { Load } from './load.js';
import { Profiler, type ProfileEntry } from './profiler.js';
import { WorkerProcess } from './worker-process.js';
import type { WriterCommands } from './writer.js';

/** Functions that a profile names, and for how long it looks. */
const PROFILE_ENTRIES = 12;
const PROFILE_SECONDS = 4;

export interface StageOptions extends Omit<ApiProcessOptions, 'url' | 'inspect'> {
  databases: BenchDatabases;
  /** Order items in the window. */
  rows: number;
  /** Milliseconds from one new item to the next. */
  writeEveryMs: number;
  clientProcesses: number;
  /** Whether its memory can be looked at without garbage. */
  inspect?: boolean;
  /** Gets where the server's time goes after the work, and with the load still on. */
  onProfile?: ((entries: ProfileEntry[]) => void) | undefined;
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

  /** Where the database is. */
  get url(): string {
    return this.#database.url;
  }

  /** Ends writing for good. */
  stopWriter(): Promise<void> {
    return this.#writer.call('stop', undefined);
  }

  /** Sets a stage up, does the work on it, and clears it away whatever happens. */
  static async use<Result>(options: StageOptions, work: (stage: Stage) => Promise<Result>): Promise<Result> {
    const { databases, rows, writeEveryMs, clientProcesses, onProfile, inspect, ...server } = options;
    const database = await databases.create(rows, server.lookbackMinutes);
    const api = await ApiProcess.start({
      ...server,
      url: database.url,
      inspect: onProfile !== undefined || inspect === true,
    });
    const writer = new WorkerProcess<WriterCommands>('./writer.ts');
    const stage = new Stage(database, api, new Load(clientProcesses), writer);
    try {
      await writer.call('start', { url: database.url, everyMs: writeEveryMs });
      const result = await work(stage);
      onProfile?.(await stage.#profile());
      return result;
    } finally {
      await stage.#close();
    }
  }

  async #profile(): Promise<ProfileEntry[]> {
    const profiler = await Profiler.start(await this.api.inspector());
    await pause(PROFILE_SECONDS);
    return profiler.stop(PROFILE_ENTRIES);
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
