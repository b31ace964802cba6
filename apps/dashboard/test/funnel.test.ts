import { funnelOf } from '../src/model/funnel.js';

const sources = [
  { source: 'Search', visits: 80, products: 40, carts: 10, purchases: 4 },
  { source: 'Email', visits: 20, products: 20, carts: 10, purchases: 6 },
];

test('each step says how many have come so far, and what has been lost since the one before', () => {
  expect(funnelOf(sources).map(({ count, share, lost }) => [count, share, lost])).toEqual([
    [100, 1, undefined],
    [60, 0.6, expect.closeTo(0.4)],
    [20, 0.2, expect.closeTo(2 / 3)],
    [10, 0.1, 0.5],
  ]);
  expect(funnelOf(sources, 'Email').map(({ count }) => count)).toEqual([20, 20, 10, 6]);
});

test('no visits lose nothing', () => {
  expect(funnelOf([]).map(({ share, lost }) => [share, lost])).toEqual([
    [0, undefined],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});
