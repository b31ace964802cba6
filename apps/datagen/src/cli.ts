import { Command, InvalidArgumentError, Option } from 'commander';

/** What `datagen` was asked to do. */
export interface DatagenOptions {
  /** Seconds between iterations. */
  waitFor: number;
  /** Iterations, or -1 without end. */
  maxIter: number;
  ifExists: IfExists;
  /** Undefined: a random one. */
  seed?: string;
  /** Folder of the catalogue files; undefined: the bundled ones. */
  dataDir?: string;
  quiet: boolean;
  json: boolean;
}

export type IfExists = 'append' | 'fail' | 'replace';

/** The longest pause a timer can hold, 24.8 days. */
const MAX_WAIT_SECONDS = 2_147_483;

const examples = `
Examples:
  datagen                                    one shopper a second, without end
  datagen --wait-for 0 --max-iter 10000      ten thousand shoppers, as fast as it goes
  datagen --if-exists replace --seed 42      start from empty tables, reproducibly
  datagen backfill --users 100000            the years since 2019 first (datagen backfill --help)
  datagen --data-dir ./my-shop               another catalogue: products.csv, distribution_centers.csv, world_pop.csv

Flags may be spelt with underscores, too (--wait_for, --max_iter, --if_exists).

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, an embedded PostgreSQL is started, with its data in .thelook/ (THELOOK_HOME).

Exit codes: 0 done or asked to stop, 1 failed, 2 bad usage or configuration.`;

type Run = (options: DatagenOptions) => Promise<void>;

/**
 * The command line of `datagen`; `run` gets the parsed options. Without a subcommand it serves, as it did before
 * there were any.
 */
export function createProgram(run: Run, subcommands: readonly Command[] = []): Command {
  const program = new Command('datagen')
    .description(
      'Writes a realistic fashion shop into PostgreSQL as it happens: one iteration is one shopper, in one transaction.',
    )
    // Flags belong to the command that they follow: several commands have a --seed.
    .enablePositionalOptions();
  addServing(program, run);
  const serve = new Command('serve').description('the same, by its name');
  program.addCommand(addServing(serve, run));
  for (const subcommand of subcommands) program.addCommand(subcommand);
  return program.helpCommand(false);
}

/** Lets a command serve. */
function addServing(command: Command, run: Run): Command {
  return command
    .addOption(
      new Option('-w, --wait-for <seconds>', 'pause between iterations, 0: as fast as it goes')
        .default(1)
        .argParser(parseWait),
    )
    .addOption(
      new Option('-m, --max-iter <count>', 'iterations, -1: without end')
        .default(-1)
        .argParser(parseIterations),
    )
    .addOption(
      new Option('-i, --if-exists <action>', 'what happens, once at the start, with tables that exist')
        .choices(['append', 'fail', 'replace'])
        .default('append'),
    )
    .option('--seed <text>', 'number or text that fixes everything random (default: random, logged)')
    .addOption(dataDirOption())
    .option('-q, --quiet', 'log warnings and errors only', false)
    .option('--json', 'log one JSON object a line', false)
    .allowExcessArguments(false)
    .showHelpAfterError('(--help lists the flags)')
    .addHelpText('after', examples)
    .exitOverride()
    .action((options: DatagenOptions) => run(options));
}

/** Where the catalogue is: the flag, else `SOURCE_DIR`, which counts as not set when it is empty. */
export function dataDirOption(): Option {
  return new Option('--data-dir <folder>', 'folder with the three CSV files (env: SOURCE_DIR)')
    .argParser(parseFolder)
    .default(process.env['SOURCE_DIR'] || undefined);
}

function parseFolder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Allowed: the path of a folder.');
  return text;
}

function parseWait(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds >= 0 && seconds <= MAX_WAIT_SECONDS)) {
    throw new InvalidArgumentError(`Allowed: seconds from 0 to ${MAX_WAIT_SECONDS}, such as 0.5.`);
  }
  return seconds;
}

function parseIterations(text: string): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(count) || count < -1) {
    throw new InvalidArgumentError('Allowed: a whole number, 0 or more, or -1 for no end.');
  }
  return count;
}
