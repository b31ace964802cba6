import { SoldBefore } from '../../src/feed/sold-before.js';

const one = { orders: 1, items: 2, sales: 300_000, cost: 100_000 };
const start = 1_764_000_000_000;

test('the window before has exactly what left, between the moments that it names', () => {
  const before = new SoldBefore(60);
  before.begin(start);
  const moments = Array.from({ length: 400 }, (_, index) => start + index * 777);
  let left = 0;
  for (let at = start + 60_000; at < start + 300_000; at += 1_000) {
    for (; moments[left]! < at - 60_000; left += 1) before.add(moments[left]!, one);
    const told = before.before(at);
    if (at < start + 120_000) {
      expect(told).toBeNull();
      continue;
    }
    expect(told!.to).toBe(at - 60_000);
    expect(told!.from - (at - 120_000)).toBeGreaterThanOrEqual(0);
    expect(told!.from - (at - 120_000)).toBeLessThan(500);
    const inside = moments.filter((moment) => moment >= told!.from && moment < told!.to).length;
    expect(told).toMatchObject({ orders: inside, items: 2 * inside, sales: 30 * inside, cost: 10 * inside });
    const sum = told!.sales_per_second.reduce((total, dollars) => total + dollars, 0);
    expect(Math.round(sum)).toBe(30 * inside);
  }
});

test('after a gap nothing is compared until a whole window has been seen again', () => {
  const before = new SoldBefore(60);
  before.begin(start);
  before.add(start + 1, one);
  expect(before.before(start + 121_000)).not.toBeNull();
  before.begin(start + 120_000);
  expect(before.before(start + 239_000)).toBeNull();
  expect(before.before(start + 240_500)).toMatchObject({ items: 0, sales: 0 });
});
