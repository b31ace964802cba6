import type { ApiProcess } from '../feed/api-process.js';

/** How often the server is asked; its longest delay counts from one time to the next. */
const EVERY_MS = 500;
const MEMORY = [
  'process_resident_memory_bytes',
  'nodejs_external_memory_bytes',
  'nodejs_heap_size_used_bytes',
];

/** Asks a server again and again for its memory and for the longest time that its event loop was held. */
export class LagWatch {
  readonly #api: ApiProcess;
  #timer: NodeJS.Timeout | undefined;
  #asking: Promise<void> = Promise.resolve();
  #lag = 0;
  resident = 0;
  external = 0;
  heap = 0;
  /** The most resident memory there has been. */
  peak = 0;

  private constructor(api: ApiProcess) {
    this.#api = api;
  }

  static async start(api: ApiProcess): Promise<LagWatch> {
    const watch = new LagWatch(api);
    await watch.#ask();
    watch.#timer = setInterval(() => {
      watch.#asking = watch.#asking.then(() => watch.#ask());
    }, EVERY_MS);
    return watch;
  }

  begin(): void {
    this.#lag = 0;
  }

  /** The longest time since `begin`, in milliseconds. */
  async end(): Promise<number> {
    await this.#asking;
    await this.#ask();
    return this.#lag;
  }

  /** Waits until the server has been left alone for a while. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await this.#asking;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #ask(): Promise<void> {
    const [lag = 0, resident = 0, external = 0, heap = 0] = await this.#api.metric(
      'nodejs_eventloop_lag_max_seconds',
      ...MEMORY,
    );
    this.#lag = Math.max(this.#lag, lag * 1_000);
    this.peak = Math.max(this.peak, resident);
    [this.resident, this.external, this.heap] = [resident, external, heap];
  }
}
