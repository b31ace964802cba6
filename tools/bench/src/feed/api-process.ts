import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../../apps/api/src/main.ts', import.meta.url));

export interface ApiProcessOptions {
  url: string;
  lookbackMinutes: number;
  refreshSeconds: number;
  /** Whether it can be profiled. */
  inspect: boolean;
  /** Default: any that is free. */
  port?: number | undefined;
}

/** The server that is measured, in a process of its own. */
export class ApiProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #inspector: Promise<string>;

  private constructor(child: ChildProcess, port: number, inspector: Promise<string>) {
    this.#child = child;
    this.port = port;
    this.#inspector = inspector;
  }

  /** Starts it; resolves when it listens. */
  static async start(options: ApiProcessOptions): Promise<ApiProcess> {
    const { url, lookbackMinutes, refreshSeconds, inspect, port = 0 } = options;
    const flags = inspect ? ['--inspect=127.0.0.1:0'] : [];
    const child = spawn(process.execPath, [...flags, ...process.execArgv, program, '--json'], {
      env: {
        ...process.env,
        DATABASE_URL: url,
        PORT: String(port),
        HOST: '127.0.0.1',
        LOOKBACK_MINUTES: String(lookbackMinutes),
        REFRESH_SECONDS: String(refreshSeconds),
        MAX_CLIENTS_PER_ADDRESS: '20000',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const inspector = inspectorOf(child);
    return new ApiProcess(child, await portOf(child), inspector);
  }

  /** The value of one metric, summed over its labels. */
  async metric(...names: readonly string[]): Promise<number[]> {
    const text = await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
    const lines = text.split('\n');
    return names.map((name) =>
      lines
        .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0),
    );
  }

  /** The address of its inspector, if it was started with one. */
  inspector(): Promise<string> {
    return this.#inspector;
  }

  /** Ends it; its exit code, or null where a signal has ended it. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends it without a word to anybody. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await once(this.#child, 'exit');
    }
    return this.#child.exitCode;
  }
}

/** The address of the inspector, as Node.js says; other words of the server are passed on. */
function inspectorOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      const address = /^Debugger listening on (\S+)$/m.exec(text);
      if (address) resolve(address[1]!);
      else if (!/^(Debugger|For help, see)/.test(text)) process.stderr.write(text);
    });
  });
}

/** The port, as the server's log says; rejects with the log when the server ends instead. */
async function portOf(child: ChildProcess): Promise<number> {
  let log = '';
  const found = new Promise<number>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (log.length < 10_000) log += chunk.toString();
      const port = /"url":"http:\/\/[^"]+:(\d+)"/.exec(log);
      if (port) resolve(Number(port[1]));
    });
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the server ended:\n${log}`);
  });
  return Promise.race([found, ended]);
}
