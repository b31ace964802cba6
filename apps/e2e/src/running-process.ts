import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const workspaceRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** The Nx command itself, with no npm or npx around it. */
export const nx = join(workspaceRoot, 'node_modules/.bin/nx');

/** What makes Node.js run the workspace from source. */
export const sourceFlags = ['--conditions=@thelook/source', '--import', 'tsx'];

/** How long a process gets to end by itself when nobody waits for it any more. */
const GRACE_MS = 15_000;

const remaining = new Set<RunningProcess>();

/** Ends what a failed test has left running, for which Jest would wait for ever. */
export async function endRemainingProcesses(): Promise<void> {
  await Promise.all([...remaining].map((running) => running.end()));
}

/** A process started as a user starts it, with its output kept. */
export class RunningProcess {
  readonly child: ChildProcess;
  output = '';

  constructor(
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    { cwd = workspaceRoot, stdin = 'ignore' }: { cwd?: string; stdin?: 'ignore' | 'pipe' } = {},
  ) {
    // A group of its own, so that a test can signal everyone at once.
    this.child = spawn(command, args, {
      cwd,
      env: { ...userEnvironment(), ...env },
      detached: true,
      stdio: [stdin, 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    remaining.add(this);
    this.child.once('close', () => remaining.delete(this));
  }

  /** The same in a terminal of its own, which makes Nx read keys and give its tasks further terminals. */
  static inTerminal(command: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningProcess {
    const line = [command, ...args].join(' ');
    return new RunningProcess('script', ['--quiet', '--return', '--command', line, '/dev/null'], env, {
      stdin: 'pipe',
    });
  }

  /** Resolves when the output matches; rejects with the output when the process ends first. */
  async untilOutput(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found) return found;
      if (this.hasEnded) throw new Error(`ended without ${String(pattern)}:\n${this.output}`);
      await sleep(20);
    }
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Sends a signal to this process alone. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** What a terminal does on Ctrl-C, unless somebody else reads its keys: SIGINT for the whole group. */
  pressCtrlC(): void {
    if (this.child.stdin) this.child.stdin.write('\x03');
    else this.#signalGroup('SIGINT');
  }

  /** Resolves with the exit code, or null when a signal ended the process. */
  async exit(): Promise<number | null> {
    if (!this.hasEnded) await once(this.child, 'close');
    return this.child.exitCode;
  }

  /** Ends it, if need be by force. */
  async end(): Promise<void> {
    const force = setTimeout(() => this.#signalGroup('SIGKILL'), GRACE_MS);
    if (!this.hasEnded) {
      this.#signalGroup('SIGTERM');
      await once(this.child, 'exit');
    }
    clearTimeout(force);
    // Descendants may have outlived it and hold on to these.
    for (const stream of this.child.stdio) stream?.destroy();
  }

  #signalGroup(name: NodeJS.Signals): void {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, name);
  }
}

/** This environment without what Jest and npm put into it, so that a process starts as from a user's shell. */
function userEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_|NX_|JEST_|DB_|LOG_|THELOOK_|NODE_OPTIONS$|NODE_ENV$|DATABASE_URL$|PORT$|HOST$|SOURCE_DIR$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NX_DAEMON: 'false', NO_COLOR: '1' };
}

/** Command lines of the processes that carry `text` in their command line or environment. */
export function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter(
      (pid) => read(`/proc/${pid}/environ`).includes(text) || read(`/proc/${pid}/cmdline`).includes(text),
    )
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
}

/** Resolves when no process carries `text`; rejects with those that are left after half a minute. */
export async function untilNoProcessWith(text: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
    const left = processesWith(text);
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error(`left behind:\n${left.join('\n')}`);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
