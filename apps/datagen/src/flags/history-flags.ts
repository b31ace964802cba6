import { InvalidArgumentError, Option, type Command } from 'commander';
import { addRunFlags, type RunChoice } from './run-flags.js';

/** One of `count` equal parts of a history. */
export interface Shard {
  /** From 1. */
  number: number;
  count: number;
}

/** The flags that say which history: shared by the commands that write one. */
export interface HistoryFlags extends RunChoice {
  users?: number;
  rows?: number;
  /** Bytes. */
  size?: number;
  since: Date;
  /** Undefined: the moment of the first start. */
  until?: Date;
  shard: Shard;
  /** Of `classic` only. */
  ghosts?: number;
}

/** Adds the flags of {@link HistoryFlags} to a command. */
export function addHistoryFlags(command: Command): Command {
  return addRunFlags(command)
    .addOption(
      new Option('-u, --users <count>', 'users, with all that follows from them').argParser(parseCount),
    )
    .addOption(
      new Option('--rows <count>', 'as many users as make about this many rows')
        .argParser(parseCount)
        .conflicts(['users', 'size']),
    )
    .addOption(
      new Option('--size <size>', 'as many users as fill about this much disk, such as 500MB, 5GB or 1.5TB')
        .argParser(parseSize)
        .conflicts(['users', 'rows']),
    )
    .addOption(
      new Option('--since <moment>', 'when the first user could sign up')
        .argParser(parseMoment)
        .default(new Date('2019-01-01T00:00:00Z'), '2019-01-01'),
    )
    .addOption(
      new Option('--until <moment>', 'when history ends (default: the first start)').argParser(parseMoment),
    )
    .addOption(
      new Option('--shard <i/n>', 'only part i of n equal ones, for n machines at once; needs --seed')
        .argParser(parseShard)
        .default({ number: 1, count: 1 }, '1/1'),
    )
    .addOption(
      new Option(
        '--ghosts <count>',
        'sessions of anonymous visitors for each user of --profile classic (default: 5)',
      ).argParser(parseWhole),
    );
}

const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

function parseCount(text: string): number {
  const count = Number(text.replaceAll('_', ''));
  if (text.trim() === '' || !Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError('Allowed: a whole number from 1, such as 1000000 or 1_000_000.');
  }
  return count;
}

function parseWhole(text: string): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(count) || count < 0 || count > 1_000) {
    throw new InvalidArgumentError('Allowed: a whole number from 0 to 1000.');
  }
  return count;
}

function parseSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([KMGT]?)B?$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * (units[unit.toUpperCase()] ?? 0);
  if (!(bytes > 0)) throw new InvalidArgumentError('Allowed: a number with KB, MB, GB or TB, such as 5GB.');
  return bytes;
}

function parseMoment(text: string): Date {
  const moment = new Date(text);
  if (!/^\d{4}-/.test(text) || Number.isNaN(moment.getTime()) || moment.getTime() < 0) {
    throw new InvalidArgumentError(
      'Allowed: a date or a moment from 1970 on, such as 2024-06-30 or 2024-06-30T12:00:00Z.',
    );
  }
  return moment;
}

function parseShard(text: string): Shard {
  const [, number, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!number || !count || number > count || count > 100_000) {
    throw new InvalidArgumentError('Allowed: i/n with i from 1 to n, such as 2/8.');
  }
  return { number, count };
}
