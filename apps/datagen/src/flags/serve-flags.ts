import { InvalidArgumentError, Option, type Command } from 'commander';
import { addLogFlags, type LogFlags } from './command-flags.js';
import { durationFrom } from './duration.js';
import { addRunFlags, type RunChoice } from './run-flags.js';

export type IfExists = 'append' | 'fail' | 'replace';

/** What `datagen serve` was asked to do. */
export interface ServeFlags extends RunChoice, LogFlags {
  /** Seconds between two new users. */
  waitFor: number;
  /** New users a second, as a Poisson process, instead of `waitFor`; `history`: as many as at the end of the history. */
  rate?: number | 'history';
  /** New users, or -1 without end. */
  maxIter: number;
  ifExists: IfExists;
  /** How many times as fast as real time shop time passes; undefined: as it did, at first a day a minute. */
  speed?: number;
  /** Milliseconds that finished business is kept; undefined: for ever. */
  retain?: number;
  /** Go on after the last user until no order has anything ahead. */
  untilSettled: boolean;
}

/** The longest pause a timer can hold, 24.8 days. */
const MAX_WAIT_SECONDS = 2_147_483;
const MOST_RATE = 10_000;
/** A year and a half a second: at more than that, a millisecond is more than twelve hours. */
const [LEAST_SPEED, MOST_SPEED] = [0.001, 50_000_000];

/** Adds the flags of {@link ServeFlags} to a command. */
export function addServeFlags(command: Command): Command {
  command
    .addOption(
      new Option('-w, --wait-for <seconds>', 'pause between new users, 0: as fast as it goes')
        .default(1)
        .argParser(parseWait),
    )
    .addOption(
      new Option(
        '--rate <users>',
        'new users a second, at random moments, instead of --wait-for; history: as when the history ends',
      )
        .argParser(parseRate)
        .conflicts('waitFor'),
    )
    .addOption(maxIterOption('new users'))
    .addOption(ifExistsOption())
    .addOption(
      new Option(
        '--speed <times>',
        'how many times as fast as real time shop time passes (default: as it did, at first 1440, a day a minute)',
      ).argParser(parseSpeed),
    )
    .addOption(
      new Option(
        '--retain <time>',
        'delete what was finished so long ago, in real time, such as 24h',
      ).argParser(durationFrom(SHORTEST_RETENTION, '10s')),
    )
    .option('--until-settled', 'after the last user, go on until no order has anything ahead', false);
  return addLogFlags(addRunFlags(command));
}

/** After how many of something it ends. */
export function maxIterOption(what: string): Option {
  return new Option('-m, --max-iter <count>', `${what}, -1: without end`)
    .default(-1)
    .argParser(parseIterations);
}

/** What happens, once at the start, with tables that exist. */
export function ifExistsOption(): Option {
  return new Option('-i, --if-exists <action>', 'what happens, once at the start, with tables that exist')
    .choices(['append', 'fail', 'replace'])
    .default('append');
}

function parseWait(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds >= 0 && seconds <= MAX_WAIT_SECONDS)) {
    throw new InvalidArgumentError(`Allowed: seconds from 0 to ${MAX_WAIT_SECONDS}, such as 0.5.`);
  }
  return seconds;
}

function parseRate(text: string): number | 'history' {
  if (text === 'history') return text;
  const rate = Number(text);
  if (text.trim() === '' || !(rate > 0 && rate <= MOST_RATE)) {
    throw new InvalidArgumentError(
      `Allowed: users a second above 0, up to ${MOST_RATE}, such as 2.5; or history.`,
    );
  }
  return rate;
}

function parseIterations(text: string): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(count) || count < -1) {
    throw new InvalidArgumentError('Allowed: a whole number, 0 or more, or -1 for no end.');
  }
  return count;
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (text.trim() === '' || !(speed >= LEAST_SPEED && speed <= MOST_SPEED)) {
    throw new InvalidArgumentError(
      `Allowed: a number from ${LEAST_SPEED} to ${MOST_SPEED}, such as 1 (real time) or 1440 (a day a minute).`,
    );
  }
  return speed;
}

/** By then what a shop writes late has been written. */
const SHORTEST_RETENTION = 10_000;
