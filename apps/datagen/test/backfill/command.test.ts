import { Command } from 'commander';
import { addHistoryFlags, type HistoryFlags } from '../../src/flags/history-flags.js';
import { usersAskedFor } from '../../src/backfill/history-size.js';

/** Parses flags, quietly; rejects with the parser's words. */
function parse(...args: string[]): HistoryFlags {
  let words = '';
  const command = addHistoryFlags(new Command())
    .exitOverride()
    .configureOutput({ writeErr: (text) => (words += text) });
  try {
    return command.parse(args, { from: 'user' }).opts();
  } catch (cause) {
    throw new Error(words, { cause });
  }
}

test('a history begins in 2019, is whole and of the living shop unless told otherwise', () => {
  expect(parse('--users', '1_000_000')).toEqual({
    users: 1_000_000,
    since: new Date('2019-01-01T00:00:00Z'),
    shard: { number: 1, count: 1 },
    profile: 'living',
  });
});

test.each([
  [['--size', '5GB'], { size: 5e9 }],
  [['--size', '1.5 TB'], { size: 1.5e12 }],
  [['--size', '500m'], { size: 5e8 }],
  [['--until', '2024-06-30T12:00:00Z'], { until: new Date('2024-06-30T12:00:00Z') }],
  [['--shard', '2/8'], { shard: { number: 2, count: 8 } }],
  [['--ghosts', '0'], { ghosts: 0 }],
])('understands %j', (args, options) => {
  expect(parse(...args)).toMatchObject(options);
});

test.each([
  [['--users', '0'], 'Allowed: a whole number from 1'],
  [['--users', '1e3x'], 'Allowed: a whole number from 1'],
  [['--users', '1', '--rows', '5'], 'cannot be used with'],
  [['--size', 'big'], 'Allowed: a number with KB'],
  [['--since', 'yesterday'], 'Allowed: a date'],
  [['--shard', '9/8'], 'Allowed: i/n'],
  [['--shard', '0/8'], 'Allowed: i/n'],
  [['--ghosts', '-1'], 'Allowed: a whole number from 0'],
])('refuses %j and says what is allowed', (args, words) => {
  expect(() => parse(...args)).toThrow(words);
});

test('rows and bytes are translated to the users that make as many', () => {
  const measure = () => ({ rows: 29.02, bytes: 6_000 });
  expect(usersAskedFor({ rows: 2_902 }, measure)).toBe(100);
  expect(usersAskedFor({ size: 6e9 }, measure)).toBe(1_000_000);
  expect(usersAskedFor({ rows: 1 }, measure)).toBe(1);
  expect(usersAskedFor({ users: 7 }, measure)).toBe(7);
  expect(usersAskedFor({}, measure)).toBeUndefined();
});
