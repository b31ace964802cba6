import { kebabFlags } from '@thelook/service';
import { readdirSync } from 'node:fs';
import { createProgram as createApi } from '../../../apps/api/src/cli.js';
import { createBackfillCommand } from '../../../apps/datagen/src/backfill/command.js';
import { createChangesCommand } from '../../../apps/datagen/src/changes/changes-command.js';
import { createReplicaIdentityCommand } from '../../../apps/datagen/src/changes/replica-identity-command.js';
import { createSlotsCommand } from '../../../apps/datagen/src/changes/slots-command.js';
import { createProgram as createDatagen } from '../../../apps/datagen/src/cli.js';
import type { CommandContext } from '../../../apps/datagen/src/command-context.js';
import { createEvolveCommand } from '../../../apps/datagen/src/evolve/evolve-command.js';
import { createExportCommand } from '../../../apps/datagen/src/export/export-command.js';
import { createVerifyCommand } from '../../../apps/datagen/src/verify/verify-command.js';

type Command = ReturnType<typeof createDatagen>;

const nobody = () => {
  throw new Error('nothing is run here');
};
const context: CommandContext = { openLogger: nobody, stopSignal: nobody };

const subcommands = [
  createBackfillCommand,
  createChangesCommand,
  createEvolveCommand,
  createExportCommand,
  createReplicaIdentityCommand,
  createSlotsCommand,
  createVerifyCommand,
];

const programs: Record<string, () => Command> = {
  api: () => createApi(() => Promise.resolve()),
  datagen: () => {
    const commands = subcommands.map((create) => create(context).action(() => undefined));
    return createDatagen(() => Promise.resolve(), commands);
  },
};

/**
 * Lets the parser of an app read a command line, and does nothing that it asks for.
 *
 * @param env variables that stand before it.
 * @returns what was shown, which is the help when the line asks for it.
 * @throws for a flag, an argument or a value that it does not take.
 */
export async function parse(
  app: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const program = programs[app]?.();
  if (!program) throw new Error(`no app: ${app}`);
  let shown = '';
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => (shown += text), writeErr: () => undefined });
  }
  const before = { ...process.env };
  try {
    Object.assign(process.env, env);
    await program.parseAsync(kebabFlags([...args]), { from: 'user' });
  } catch (error) {
    if ((error as { exitCode?: number }).exitCode !== 0) throw error;
  } finally {
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  }
  return shown;
}

/** The names of an app's subcommands. */
export const subcommandsOf = (app: string): string[] =>
  programs[app]!().commands.map((command) => command.name());

/** The benchmarks, by the names of their folders. */
const benchmarks = readdirSync(new URL('../../bench/src/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/**
 * Lets a benchmark read its flags, and measures nothing.
 *
 * @returns the exit code; 0 when it takes all of them.
 * @throws for a flag that it does not know.
 */
export async function parseBenchmark([name = '', ...flags]: readonly string[]): Promise<number> {
  if (!benchmarks.includes(name)) throw new Error(`no benchmark: ${name}`);
  const { run } = (await import(`../../bench/src/${name}/main.js`)) as {
    run(args: string[]): Promise<void>;
  };
  const { log } = console;
  const before = process.exitCode;
  console.log = () => undefined;
  try {
    // Only the help, once everything else has been read.
    await run([...flags, '--help']);
    return Number(process.exitCode);
  } finally {
    process.exitCode = before;
    console.log = log;
  }
}
