import { createProgram, type DatagenOptions } from '../src/cli.js';

/** Parses a command line, quietly; resolves with the options, or rejects with the parser's error and its words. */
async function parse(...args: string[]): Promise<DatagenOptions> {
  let parsed: DatagenOptions | undefined;
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

test('defaults are one shopper a second, without end, added to what is there', async () => {
  await expect(parse()).resolves.toEqual({
    waitFor: 1,
    maxIter: -1,
    ifExists: 'append',
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
  [['--if-exists', 'perhaps'], 'Allowed choices are append, fail, replace'],
  [['--data-dir', ''], 'Allowed: the path of a folder'],
  [['--no-such-flag'], "unknown option '--no-such-flag'"],
  [['surplus'], 'too many arguments'],
])('refuses %j and says what is allowed', async (args, words) => {
  await expect(parse(...args)).rejects.toThrow(words);
});
