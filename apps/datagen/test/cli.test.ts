import { createProgram } from '../src/cli.js';
import type { ServeFlags } from '../src/flags/serve-flags.js';

/** Parses a command line, quietly; resolves with the options, or rejects with the parser's error and its words. */
async function parse(...args: string[]): Promise<ServeFlags> {
  let parsed: ServeFlags | undefined;
  let words = '';
  const program = createProgram(async (options) => {
    parsed = options;
  }).configureOutput({ writeErr: (text) => (words += text), writeOut: (text) => (words += text) });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (cause) {
    throw new Error(words, { cause });
  }
  return parsed!;
}

test('defaults are a new user a second, without end, added to what is there', async () => {
  await expect(parse()).resolves.toEqual({
    waitFor: 1,
    maxIter: -1,
    ifExists: 'append',
    profile: 'living',
    untilSettled: false,
    quiet: false,
    json: false,
  });
});

test.each([
  [['-w', '0.5', '-m', '20', '-i', 'replace']],
  [['--wait-for', '0.5', '--max-iter', '20', '--if-exists', 'replace']],
  [['--wait-for=0.5', '--max-iter=20', '--if-exists=replace']],
])('understands %j', async (args) => {
  await expect(parse(...args)).resolves.toMatchObject({ waitFor: 0.5, maxIter: 20, ifExists: 'replace' });
});

test('-1 means without end', async () => {
  await expect(parse('--max-iter', '-1')).resolves.toMatchObject({ maxIter: -1 });
});

test.each([
  [['--rate', '2.5'], { rate: 2.5 }],
  [['--speed', '1'], { speed: 1 }],
  [['--retain', '24h'], { retain: 86_400_000 }],
  [['--retain', '1.5m'], { retain: 90_000 }],
  [['--pattern', 'yearly'], { pattern: 'yearly' }],
  [['--conversion', '.2'], { conversion: 0.2 }],
  [['--profile', 'classic'], { profile: 'classic' }],
  [['--until-settled'], { untilSettled: true }],
])('understands %j', async (args, flags) => {
  await expect(parse(...args)).resolves.toMatchObject(flags);
});

test('an empty SOURCE_DIR counts as not set, and the bundled files are taken', async () => {
  process.env['SOURCE_DIR'] = '';
  try {
    expect((await parse()).dataDir).toBeUndefined();
  } finally {
    delete process.env['SOURCE_DIR'];
  }
});

test.each([
  [['--wait-for', '-1'], "--wait-for <seconds>' argument '-1'"],
  [['--wait-for', 'soon'], 'Allowed: seconds from 0'],
  [['--wait-for', ''], 'Allowed: seconds from 0'],
  [['--wait-for', '1e10'], 'Allowed: seconds from 0'],
  [['--max-iter', '2.5'], 'Allowed: a whole number'],
  [['--max-iter', '-2'], 'Allowed: a whole number'],
  [['--rate', '0'], 'Allowed: users a second above 0'],
  [['--rate', '1', '--wait-for', '1'], 'cannot be used with'],
  [['--speed', '0'], 'Allowed: a number from'],
  [['--speed', 'fast'], 'Allowed: a number from'],
  [['--retain', '5'], 'Allowed: a time from 10s'],
  [['--retain', '0.5s'], 'Allowed: a time from 10s'],
  [['--conversion', '0.9'], 'Allowed: a share from 0.01'],
  [['--profile', 'dead'], 'Allowed choices are living, classic'],
  [['--pattern', 'hourly'], 'Allowed choices are flat, daily, weekly, yearly'],
  [['--if-exists', 'perhaps'], 'Allowed choices are append, fail, replace'],
  [['--data-dir', ''], 'Allowed: the path of a folder'],
  [['--no-such-flag'], "unknown option '--no-such-flag'"],
  [['surplus'], 'too many arguments'],
])('refuses %j and says what is allowed', async (args, words) => {
  await expect(parse(...args)).rejects.toThrow(words);
});
