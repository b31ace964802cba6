import { rank } from '../src/model/ranking.js';

const group = (key: string, sales: number) => ({ key, sales, items: 1, cost: 1 });
const keys = (ranking: ReturnType<typeof rank>) => ranking.bars.map(({ key }) => key);

test('the most sales come first, and names in order among equals', () => {
  const groups = [group('Spain', 10), group('Japan', 90), group('Brasil', 10)];
  expect(keys(rank(groups, [], 10))).toEqual(['Japan', 'Brasil', 'Spain']);
});

test('shares are of all sales, lengths of the longest bar', () => {
  const { bars, hidden } = rank([group('a', 60), group('b', 30), group('c', 10)], [], 2);
  expect(bars.map(({ share, length }) => [share, length])).toEqual([
    [0.6, 1],
    [0.3, 0.5],
  ]);
  expect(hidden).toBe(1);
});

test('what is chosen is shown, however short its bar, and when nothing of it was sold', () => {
  const groups = [group('a', 60), group('b', 30), group('c', 10)];
  const ranking = rank(groups, ['c', 'gone'], 1);
  expect(keys(ranking)).toEqual(['a', 'c', 'gone']);
  expect(ranking.bars.map(({ chosen }) => chosen)).toEqual([false, true, true]);
  expect(ranking.hidden).toBe(1);
});

test('what a filter keeps out follows, without a share of the window, and is as long as it would be', () => {
  const { bars, hidden } = rank([group('a', 10)], ['a'], 2, [group('c', 5), group('b', 40)]);
  expect(bars.map(({ key, share, length, chosen }) => [key, share, length, chosen])).toEqual([
    ['a', 1, 0.25, true],
    ['b', undefined, 1, false],
  ]);
  expect(hidden).toBe(1);
});

test('what has just been chosen is there once, although the figures are still those from before', () => {
  expect(keys(rank([group('a', 10)], ['a', 'b'], 9, [group('b', 40)]))).toEqual(['a', 'b']);
});

test('an empty window has no bars, and free items no division by zero', () => {
  expect(rank([], [], 10)).toEqual({ bars: [], hidden: 0 });
  expect(rank([group('a', 0)], [], 10).bars).toMatchObject([{ share: 0, length: 0 }]);
});
