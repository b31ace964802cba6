import { exitCodeOf, kebabFlags, UsageError } from '@thelook/service';

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
