import fc from 'fast-check';
import { OptionError } from '../../src/option-error.js';
import { Random } from '../../src/chance/random.js';
import { weightedDraw } from '../../src/chance/weighted-draw.js';
import { evidenceAgainst, Tally } from '../chi-square.js';

test('values come up by their weights, whatever those are', () => {
  const weights = fc
    .array(fc.oneof(fc.nat(1_000), fc.double({ min: 0, max: 5, noNaN: true })), {
      minLength: 1,
      maxLength: 40,
    })
    .filter((list) => list.some((weight) => weight > 0.01));
  fc.assert(
    fc.property(weights, fc.integer(), (list, seed) => {
      const random = new Random(seed);
      const weighted = list.map((weight, value) => [value, weight] as const);
      const draw = weightedDraw(weighted);
      const tally = new Tally<number>();
      for (let count = 0; count < 4_000; count += 1) tally.add(draw(random));
      expect(evidenceAgainst(tally, weighted)).toBeNull();
    }),
    { seed: 1, numRuns: 60 },
  );
});

test('a value that weighs nothing never comes up', () => {
  const random = new Random(1);
  const draw = weightedDraw([
    ['never', 0],
    ['a', 0.1],
    ['b', 0.2],
    ['not', 0],
  ]);
  const seen = new Set(Array.from({ length: 20_000 }, () => draw(random)));
  expect([...seen].sort()).toEqual(['a', 'b']);
});

test('a single value always comes up', () => {
  expect(weightedDraw([['only', 3]])(new Random(1))).toBe('only');
});

test.each([[[-1, 2]], [[Number.NaN, 1]], [[Infinity, 1]], [[0, 0]], [[]]])(
  'weights %j are refused',
  (weights) => {
    expect(() => weightedDraw(weights.map((weight) => ['x', weight] as const))).toThrow(OptionError);
  },
);
