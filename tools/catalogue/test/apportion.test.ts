import { apportion, roundToTotal } from '../src/apportion.js';

describe('apportion', () => {
  test('shares out in proportion, at least one each', () => {
    expect(apportion([60, 30, 9, 1], 11)).toEqual([6, 3, 1, 1]);
  });

  test('gives what is over a limit to the others', () => {
    expect(apportion([60, 30, 10], 10, [2, 10, 10])).toEqual([2, 6, 2]);
  });

  test('refuses more seats than the limits leave room for', () => {
    expect(() => apportion([1, 1], 5, [2, 2])).toThrow('leave room for 4');
  });
});

describe('roundToTotal', () => {
  test('adds up to the total and rounds the largest fractions up', () => {
    expect(roundToTotal([1, 1, 1], 10)).toEqual([4, 3, 3]);
    expect(roundToTotal([0.5, 2.75, 0.75], 4)).toEqual([0, 3, 1]);
  });
});
