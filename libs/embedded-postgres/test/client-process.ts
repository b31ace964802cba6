import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./client-program.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export interface ClientOptions {
  kind?: 'shared' | 'throwaway' | 'forgetful';
  home?: string;
  uid?: number;
  env?: NodeJS.ProcessEnv;
  /** The processor that the process believes to run on. */
  architecture?: string;
}

export interface AcquiredServer {
  url: string;
  port: number;
  dataDir: string;
  error?: { code: string; message: string };
}

const running = new Set<ChildProcess>();

/** Ends the clients that a failed test left behind, for which Jest would wait for ever. */
export function endRemainingClients(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A real process that acquires a server; it leads a process group of its own, as in a terminal. */
export class ClientProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor({ kind = 'shared', home = '', uid, env, architecture }: ClientOptions) {
    const user = uid === undefined ? {} : { uid, gid: uid };
    const pretence = `data:text/javascript,Object.defineProperty(process,'arch',{value:'${architecture}'})`;
    const imports = architecture === undefined ? [LOADER] : [LOADER, pretence];
    const flags = imports.flatMap((module) => ['--import', module]);
    this.#child = spawn(process.execPath, [...flags, PROGRAM, kind, home], {
      ...user,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    const child = this.#child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** What it got, once it has got it. */
  async acquired(): Promise<AcquiredServer> {
    return JSON.parse(await this.nextLine()) as AcquiredServer;
  }

  async nextLine(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the client ended with exit code ${this.#child.exitCode}`);
    return value;
  }

  /** Resolves when it has released the server. */
  async release(): Promise<void> {
    this.#child.stdin!.write('\n');
    await this.nextLine();
  }

  /** What Ctrl-C does in a terminal: every process of the foreground group gets it. */
  interruptGroup(): void {
    process.kill(-this.pid, 'SIGINT');
  }

  async kill9(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }

  async exited(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }
}
