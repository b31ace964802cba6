import { figures } from '../src/figures.js';
import { ProductNames } from '../src/products/product-names.js';
import { garmentVocabulary, palettes, words } from '../src/products/vocabulary.js';
import { Random } from '../src/random.js';

const ranges = figures.ranges.map((range) => ({ title: `${range.department} / ${range.category}`, range }));

describe('vocabulary', () => {
  test.each(ranges)('$title: lists without a gap and palettes that exist', ({ range }) => {
    const { garments } = garmentVocabulary(range.category)[range.department]!;
    for (const { share, colours = range.department, ...lists } of garments) {
      expect(share).toBeGreaterThan(0);
      expect(palettes[colours]).toBeDefined();
      for (const list of Object.values(lists)) expect(words(list)).not.toContain('');
    }
  });
});

describe('ProductNames', () => {
  test.each(ranges)('$title: 300 names for one brand, none twice and no word twice in one', ({ range }) => {
    const names = new ProductNames(range, new Set(), new Random(9));
    const given = Array.from({ length: 300 }, (_, index) => names.next({ brand: '', dear: index % 4 === 0 }));
    expect(new Set(given).size).toBe(300);
    const stammering = given.filter((name) => {
      const parts = name.toLowerCase().split(/[ ,-]+/);
      return new Set(parts).size < parts.length;
    });
    expect(stammering).toEqual([]);
  });

  test('says which brand has run out of names', () => {
    const range = figures.ranges.find(({ category }) => category === 'Clothing Sets')!;
    const everything = { has: () => true, add: () => everything } as unknown as Set<string>;
    const names = new ProductNames(range, everything, new Random(1));
    expect(() => names.next({ brand: 'Larkwell', dear: false })).toThrow('brand is Larkwell');
  });
});
