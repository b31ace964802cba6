import { brandLetters, brandNames, isRealBrand } from '../src/products/brand-names.js';
import { Random } from '../src/random.js';

describe('isRealBrand', () => {
  test.each(["Levi's", 'LEVIS', 'Calvin Klein', 'Calvin Klein Denim', 'House of Chanel', 'Zara'])(
    'knows %s whatever its spelling or company',
    (name) => expect(isRealBrand(name)).toBe(true),
  );

  test.each(['Larkwell', 'Tarrow & Finch', 'Gapwell', 'Copper Lantern'])('lets %s pass', (name) =>
    expect(isRealBrand(name)).toBe(false),
  );
});

describe('brandNames', () => {
  test('speaks of the speciality only to brands that have one', () => {
    const random = new Random(11);
    const swim = brandNames(new Array<string>(400).fill('Swim'), random);
    const broad = brandNames(new Array<string>(400).fill(''), random);
    expect(swim.some((name) => / (Swim|Swimwear)$/.test(name))).toBe(true);
    expect(broad.filter((name) => / (Swim|Swimwear|Denim|Lingerie)$/.test(name))).toEqual([]);
  });

  test('gives pronounceable names, each once', () => {
    const names = brandNames(new Array<string>(2000).fill(''), new Random(12));
    expect(new Set(names.map(brandLetters)).size).toBe(2000);
    expect(names.filter((name) => name.length > 32 || !/^\p{Lu}/u.test(name))).toEqual([]);
  });
});
