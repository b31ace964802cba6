import { exitCodeOf, kebabFlags, logFailure, UsageError } from '@thelook/service';
import { pino } from 'pino';

describe('flags with underscores', () => {
  test.each([
    [
      ['--wait_for', '0.5'],
      ['--wait-for', '0.5'],
    ],
    [['--max_iter=20'], ['--max-iter=20']],
    [['--data-dir=my_shop/new_one'], ['--data-dir=my_shop/new_one']],
    [
      ['--seed', 'under_score'],
      ['--seed', 'under_score'],
    ],
    [
      ['-w', '0'],
      ['-w', '0'],
    ],
    [
      ['--if_exists', 'append', '--', '--not_a_flag'],
      ['--if-exists', 'append', '--', '--not_a_flag'],
    ],
  ])('%j reads as %j', (args, expected) => {
    expect(kebabFlags(args)).toEqual(expected);
  });
});

describe('exit codes', () => {
  const parserExit = (exitCode: number, code: string) =>
    Object.assign(new Error('parser'), { exitCode, code });

  test('help is success', () => {
    expect(exitCodeOf(parserExit(0, 'commander.helpDisplayed'))).toBe(0);
  });

  test('a bad flag, variable or data file is bad usage', () => {
    expect(exitCodeOf(parserExit(1, 'commander.invalidArgument'))).toBe(2);
    expect(exitCodeOf(new UsageError('PORT', 'abc', 'a number'))).toBe(2);
    expect(exitCodeOf(Object.assign(new Error('line 3'), { code: 'THELOOK_CATALOGUE' }))).toBe(2);
  });

  test('anything else is failure', () => {
    expect(exitCodeOf(new Error('no'))).toBe(1);
    expect(exitCodeOf(Object.assign(new Error('denied'), { code: '28P01' }))).toBe(1);
    expect(exitCodeOf('no error at all')).toBe(1);
  });
});

describe('the last line of a command that fails', () => {
  const lineOf = (error: unknown, level = 'info'): { msg?: string; err?: object } => {
    const lines: string[] = [];
    logFailure(pino({ level }, { write: (line: string) => void lines.push(line) }), error);
    return JSON.parse(lines.join('') || '{}');
  };

  test('is the message alone when that says what to do', () => {
    const line = lineOf(new UsageError('PORT', 'abc', 'a number'));
    expect(line.msg).toBe('PORT is "abc"; allowed: a number.');
    expect(line).not.toHaveProperty('err');
  });

  test('comes with where it happened when nobody expected it, or somebody wants to know', () => {
    expect(lineOf(new TypeError('no'))).toMatchObject({ msg: 'no', err: { stack: expect.any(String) } });
    expect(lineOf(new UsageError('PORT', 'abc', 'a number'), 'debug')).toHaveProperty('err.stack');
  });

  test.each<[string, Error, RegExp]>([
    [
      'a code',
      Object.assign(new Error('no right'), { code: '42501' }),
      /^no right\. Run it as the owner .* grant/,
    ],
    [
      'a cause',
      new Error('refused', { cause: Object.assign(new Error('full'), { code: '53100' }) }),
      /^refused\. Make room/,
    ],
    [
      'several addresses',
      new AggregateError(
        [Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { code: 'ECONNREFUSED' })],
        '',
      ),
      /^connect ECONNREFUSED ::1:5432\. Start the server/,
    ],
    ['words', new Error('The server does not support SSL connections'), /SSL connections\. Switch TLS on/],
  ])('says what to do about a refusal of the database that is told by %s', (_by, error, expected) => {
    const line = lineOf(error);
    expect(line.msg).toMatch(expected);
    expect(line).not.toHaveProperty('err');
  });

  test('is left to the parser when that has spoken', () => {
    const parserExit = Object.assign(new Error('parser'), { exitCode: 1, code: 'commander.invalidArgument' });
    expect(lineOf(parserExit)).toEqual({});
  });
});
