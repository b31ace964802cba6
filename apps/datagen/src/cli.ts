import { readVersion } from '@thelook/service';
import { Command } from 'commander';
import { addServeFlags, type ServeFlags } from './flags/serve-flags.js';
import { withExamples } from './flags/command-flags.js';

const examples = `
Examples:
  datagen                                    a new user a second, without end; a day of the shop is a minute
  datagen --speed 1 --rate 2.5               in real time, with users who come at random moments
  datagen --wait-for 0 --max-iter 10000      ten thousand users, as fast as it goes
  datagen --if-exists replace --seed 42      start from empty tables, reproducibly
  datagen --retain 24h                       for months in constant space
  datagen --profile classic                  the well-known dataset: rows that never change
  datagen backfill --users 100000            the years since 2019 first (datagen backfill --help)
  datagen --data-dir ./my-shop               another catalogue: products.csv, distribution_centers.csv, world_pop.csv

One iteration is one new user, with the visitors who only look around. What follows from it (parcels, returns, further
orders) follows when it is due, in shop time; what is ahead is kept in the database, for this start and the next.

Flags may be spelt with underscores, too (--wait_for, --max_iter, --if_exists).

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, an embedded PostgreSQL is started, with its data in .thelook/ (THELOOK_HOME).

Exit codes: 0 done or asked to stop, 1 failed, 2 bad usage or configuration.`;

type Run = (flags: ServeFlags) => Promise<void>;

/**
 * The command line of `datagen`; `run` gets the parsed flags. Without a subcommand it serves, as it did before
 * there were any.
 */
export function createProgram(run: Run, subcommands: readonly Command[] = []): Command {
  const program = new Command('datagen')
    .description(
      'Runs a realistic fashion shop in PostgreSQL: people sign up, look around, buy, wait for parcels, come back.',
    )
    .version(readVersion(new URL('../package.json', import.meta.url)))
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
  return withExamples(addServeFlags(command), examples).action((flags: ServeFlags) => run(flags));
}
