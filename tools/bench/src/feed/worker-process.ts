import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a worker answers to: each command by its name, with what it needs and what it gives. */
export type Commands = Record<string, (argument: never) => unknown>;

type Argument<Command> = Command extends (argument: infer Value) => unknown ? Value : never;
type Answer<Command> = Command extends (argument: never) => infer Value ? Awaited<Value> : never;

interface Reply {
  answer?: unknown;
  error?: string;
}

/** A process of the benchmark that does what it is told, one command at a time. */
export class WorkerProcess<Known extends Commands> {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;

  /** @param file beside this one, which calls {@link serveCommands}. */
  constructor(file: string, execArgv: readonly string[] = []) {
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), {
      execArgv: [...process.execArgv, ...execArgv],
      serialization: 'advanced',
    });
    this.#exit = once(this.#child, 'exit');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** @throws what the command has thrown in the process. */
  async call<Name extends keyof Known & string>(
    name: Name,
    argument: Argument<Known[Name]>,
  ): Promise<Answer<Known[Name]>> {
    this.#child.send({ name, argument });
    const [reply] = (await Promise.race([
      once(this.#child, 'message'),
      this.#exit.then(([code]) => [{ error: `the process ended with ${String(code)}` }]),
    ])) as [Reply];
    if (reply.error !== undefined) throw new Error(`${name}: ${reply.error}`);
    return reply.answer as Answer<Known[Name]>;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}

/** Answers the commands of the process that has started this one, and ends with it. */
export function serveCommands(commands: Commands): void {
  process.on('disconnect', () => process.exit());
  process.on('message', ({ name, argument }: { name: string; argument: never }) => {
    void Promise.resolve()
      .then(() => commands[name]!(argument))
      .then(
        (answer) => process.send?.({ answer }),
        (error: unknown) => process.send?.({ error: String(error) }),
      );
  });
}
