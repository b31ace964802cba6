import fc from 'fast-check';
import { VisitCounters, type VisitedPage } from '../../src/visits/visit-counters.js';

const start = 1_764_000_000;
const page = (
  session: string,
  number: number,
  type: string,
  second: number,
  source = 'Search',
): VisitedPage => ({
  ...{ session, number, type, source, moment: (start + second) * 1e6 },
});

test('a visit counts in the second in which it began, each stage once', () => {
  const counters = new VisitCounters(start * 1e6);
  counters.note(page('a', 1, 'home', 0));
  counters.note(page('a', 2, 'product', 5));
  counters.note(page('a', 3, 'product', 6));
  counters.note(page('b', 1, 'product', 50, 'Email'));
  counters.note(page('a', 4, 'cart', 58));
  counters.note(page('a', 5, 'purchase', 59));
  // What becomes of an order later is no visit.
  counters.note(page('c', 1, 'return', 59));
  expect(counters.counts((start + 60) * 1_000, 60)).toEqual([
    { source: 'Search', stages: [1, 1, 1, 1] },
    { source: 'Email', stages: [1, 1, 0, 0] },
  ]);
  expect(counters.counts((start + 61) * 1_000, 60)).toEqual([{ source: 'Email', stages: [1, 1, 0, 0] }]);
});

test('nothing is told before a window is covered, nor of visits that began before', () => {
  const counters = new VisitCounters(start * 1e6 + 1);
  counters.note(page('a', 3, 'cart', 2));
  counters.note(page('a', 4, 'purchase', 3));
  expect(counters.counts((start + 60) * 1_000, 60)).toBeUndefined();
  expect(counters.counts((start + 61) * 1_000, 60)).toEqual([]);
});

test('memory is bounded: visits are forgotten when they are idle, and when there are too many', () => {
  const counters = new VisitCounters(start * 1e6);
  for (let visit = 0; visit < 120_000; visit += 1) counters.note(page(`v${visit}`, 1, 'home', visit / 1_000));
  expect(counters.size).toBe(100_000);
  counters.forgetIdle(10e6);
  expect(counters.size).toBeLessThanOrEqual(10_000);
  expect(counters.counts((start + 120) * 1_000, 120)).toEqual([
    { source: 'Search', stages: [120_000, 0, 0, 0] },
  ]);
});

test('more sources than there is room for are one', () => {
  const counters = new VisitCounters(start * 1e6);
  for (let source = 0; source < 40; source += 1)
    counters.note(page(`v${source}`, 1, 'home', 1, `source ${source}`));
  const counts = counters.counts((start + 10) * 1_000, 10)!;
  expect(counts).toHaveLength(16);
  expect(counts.at(-1)).toEqual({ source: '', stages: [25, 0, 0, 0] });
});

test('whatever order pages come in, the counts are those of the visits as they are', () => {
  const types = ['home', 'department', 'product', 'cart', 'purchase'];
  const visits = fc.array(
    fc.tuple(fc.nat(9), fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 6 })),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(visits, (all) => {
      const counters = new VisitCounters(start * 1e6);
      // A page of each visit in turn.
      for (let number = 1; number <= 6; number += 1) {
        for (const [index, [second, pages]] of all.entries()) {
          const type = pages[number - 1];
          if (type) counters.note(page(`v${index}`, number, type, second + number));
        }
      }
      const having = (type: string) => all.filter(([, pages]) => pages.includes(type)).length;
      const expected = [all.length, having('product'), having('cart'), having('purchase')];
      const [counts] = counters.counts((start + 59) * 1_000, 59)!;
      expect(counts?.stages ?? [0, 0, 0, 0]).toEqual(expected);
    }),
  );
});
