import { StatusChanges } from '../../src/window/status-changes.js';

const start = 1_764_000_000_000_000;
const change = (seconds: number, status: string, sale_price = 10, key = `item-${seconds}`) => ({
  ...{ kind: 'put' as const, table: 'order_items' as const, key },
  row: { id: key, status, sale_price, product_id: 1, user_id: 'user' },
  reachedAt: start + seconds * 1e6,
});

test('changes are counted by kind and by the moment at which they happened', () => {
  const changes = new StatusChanges();
  expect(changes.counts(start / 1_000, 60)).toBeUndefined();
  changes.begin(start);
  changes.note(change(1, 'Shipped'));
  changes.note(change(2, 'Shipped', 20.5));
  changes.note(change(50, 'Returned'));
  changes.note(change(55, 'Processing'));
  changes.note(change(-5, 'Shipped'));
  expect(changes.counts(start / 1_000 + 60_000, 60)).toEqual({
    since: start / 1_000,
    counts: {
      Shipped: { items: 2, dollars: 30.5 },
      Complete: { items: 0, dollars: 0 },
      Returned: { items: 1, dollars: 10 },
      Cancelled: { items: 0, dollars: 0 },
    },
  });
  const later = changes.counts(start / 1_000 + 62_000, 60)!;
  expect([later.since, later.counts.Shipped.items]).toEqual([start / 1_000 + 2_000, 1]);
});

test('an hour is kept and no more, and the newest six', () => {
  const changes = new StatusChanges();
  changes.begin(start);
  for (let second = 0; second < 8_000; second += 1) changes.note(change(second, 'Complete'));
  const { since, counts } = changes.counts(start / 1_000 + 7_999_000, 86_400)!;
  expect(since).toBe(start / 1_000 + 4_399_000);
  expect(counts.Complete.items).toBe(3_601);
  expect(changes.newest.map(({ itemId }) => itemId)).toEqual(
    Array.from({ length: 6 }, (_, index) => `item-${7_999 - index}`),
  );
  changes.end();
  expect(changes.counts(start / 1_000 + 7_999_000, 60)).toBeUndefined();
});
