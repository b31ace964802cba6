import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../../apps/datagen/dist/main.js', import.meta.url));

/** `datagen changes` as it is installed, with its lines thrown away; it has to be built. */
export class ChangesProcess {
  readonly #child: ChildProcess;
  readonly #started = performance.now();
  readonly #ended: Promise<unknown>;
  #log = '';

  constructor(url: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, [main, 'changes', '--quiet', ...args], {
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr!.on('data', (piece: Buffer) => (this.#log += piece.toString()));
    this.#ended = once(this.#child, 'close');
  }

  /** Resident memory, in megabytes; 0 where the system does not tell. */
  get megabytes(): number {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
    } catch {
      return 0;
    }
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null;
  }

  /** Resolves with the seconds since its start when it has ended by itself. @throws when it fails */
  async end(): Promise<number> {
    await this.#ended;
    const { exitCode } = this.#child;
    if (exitCode !== 0) throw new Error(`datagen changes ended with ${exitCode}:\n${this.#log}`);
    return (performance.now() - this.#started) / 1_000;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.end();
  }
}
