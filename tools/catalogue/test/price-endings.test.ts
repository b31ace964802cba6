import { PriceEndings } from '../src/products/price-endings.js';
import { Random } from '../src/random.js';

describe('PriceEndings', () => {
  test('gives each ending as often as asked, the rest to all others', () => {
    const endings = new PriceEndings({ 99: 600, 0: 300 }, 1000, new Random(1));
    const prices = Array.from({ length: 1000 }, (_, index) =>
      endings.near({ ideal: 1000 + index * 5, low: 500, high: 9000 }),
    );
    const ending = (cents: number): number => prices.filter((price) => price % 100 === cents).length;
    expect([ending(99), ending(0)]).toEqual([600, 300]);
    expect(new Set(prices.map((price) => price % 100)).size).toBeGreaterThan(40);
  });

  test('stays within the bounds and within half a dollar of the ideal', () => {
    const endings = new PriceEndings({ 99: 50, 50: 50 }, 100, new Random(2));
    for (let ideal = 1000; ideal < 1100; ideal += 1) {
      const price = endings.near({ ideal, low: 960, high: 1160 });
      expect(price >= 960 && price <= 1160 && Math.abs(price - ideal) <= 50).toBe(true);
    }
  });

  test('takes the next price with the ending when the nearest is out of bounds', () => {
    const endings = new PriceEndings({ 99: 10 }, 10, new Random(4));
    expect(endings.near({ ideal: 1030, low: 1010, high: 1110 })).toBe(1099);
    expect(endings.near({ ideal: 1090, low: 990, high: 1095 })).toBe(999);
  });

  test('keeps to the ideal where no ending fits', () => {
    const endings = new PriceEndings({ 99: 10 }, 10, new Random(3));
    expect(endings.near({ ideal: 1003.4, low: 1001, high: 1005 })).toBe(1003);
  });
});
