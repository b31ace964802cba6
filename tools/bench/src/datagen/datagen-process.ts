import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../../../../', import.meta.url));

/** Compiles datagen and what it is made of, unless that is done: from source, what compiles it takes memory, too. */
export function buildDatagen(): void {
  execFileSync('npx', ['nx', 'run', 'datagen:build'], { cwd: workspace, stdio: 'ignore' });
}

export interface DatagenRun {
  /** From the start of the process to its end. */
  seconds: number;
  /** The highest resident set, in megabytes; 0 where the system does not tell. */
  peakMegabytes: number;
  /** Lines of its log. */
  lines: LogLine[];
}

export type LogLine = Record<string, unknown>;

/** `datagen` as `npx @thelook/datagen` runs it: see {@link buildDatagen}. */
export class DatagenProcess {
  readonly lines: LogLine[] = [];
  readonly #command: string;
  readonly #started = performance.now();
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #peakMegabytes = 0;
  #onLine: ((line: LogLine) => void) | undefined;

  constructor(url: string, args: readonly string[]) {
    this.#command = `datagen ${args.join(' ')}`;
    this.#child = spawn(process.execPath, ['apps/datagen/dist/main.js', ...args, '--json'], {
      cwd: workspace,
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      const parsed = JSON.parse(line) as LogLine;
      this.lines.push(parsed);
      this.#onLine?.(parsed);
    });
    const watch = setInterval(() => this.#look(), 100);
    this.#ended = once(this.#child, 'close').then(([code]) => {
      clearInterval(watch);
      return code as number | null;
    });
  }

  /** Waits for a line of its log. @throws when it ends before */
  async logged(msg: string): Promise<void> {
    if (this.lines.some((line) => line['msg'] === msg)) return;
    const said = new Promise<void>((resolve) => {
      this.#onLine = (line) => {
        if (line['msg'] !== msg) return;
        this.#onLine = undefined;
        resolve();
      };
    });
    const ended = this.#ended.then((code) => {
      throw new Error(`${this.#command} ended with ${code} before it said '${msg}'`);
    });
    await Promise.race([said, ended]);
  }

  /** Asks it to stop after what it has in hand, and waits for its end. */
  stop(): Promise<DatagenRun> {
    this.#child.kill('SIGTERM');
    return this.end();
  }

  /** Waits for its end. @throws when it fails */
  async end(): Promise<DatagenRun> {
    const code = await this.#ended;
    if (code !== 0) {
      throw new Error(`${this.#command} ended with ${code}:\n${JSON.stringify(this.lines.slice(-20))}`);
    }
    const seconds = (performance.now() - this.#started) / 1_000;
    return { seconds, peakMegabytes: this.#peakMegabytes, lines: this.lines };
  }

  #look(): void {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(status) ?? [];
      this.#peakMegabytes = Math.max(this.#peakMegabytes, Number(kilobytes) / 1_024);
    } catch {
      // It has ended, or the system does not tell.
    }
  }
}

/** Runs `datagen` to its end. */
export function runDatagen(url: string, args: readonly string[]): Promise<DatagenRun> {
  return new DatagenProcess(url, args).end();
}
