import { statuses, statusMix } from '../src/model/status-mix.js';

const group = (key: string, items: number) => ({ key, items, sales: 1, cost: 1 });

test('statuses keep their order, and their place when the window has none of them', () => {
  const mix = statusMix([group('Complete', 3), group('Shipped', 1)], ['Shipped']);
  expect(mix.map(({ status }) => status)).toEqual(statuses);
  expect(mix.find(({ status }) => status === 'Complete')).toMatchObject({
    items: 3,
    share: 0.75,
    chosen: false,
  });
  expect(mix.find(({ status }) => status === 'Shipped')).toMatchObject({
    items: 1,
    share: 0.25,
    chosen: true,
  });
  expect(mix.find(({ status }) => status === 'Cancelled')).toMatchObject({ items: 0, share: 0 });
});

test('an empty window has no shares', () => {
  expect(statusMix([], []).every(({ share }) => share === 0)).toBe(true);
});
