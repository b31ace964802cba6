import { loadCatalogue } from '../../src/catalogue/catalogue.js';
import { Random } from '../../src/chance/random.js';
import { livingFigures } from '../../src/living/figures.js';
import { Popularity, type Shopping } from '../../src/living/popularity.js';
import { visitSources } from '../../src/living/visit-sources.js';

const { products } = await loadCatalogue();
const popularity = new Popularity(products, livingFigures, true);
const draws = 20_000;

/** How much of what is drawn is of a category. */
function shareOf(category: string, shopping: Shopping, from = popularity): number {
  const random = new Random('seasons');
  let count = 0;
  for (let left = draws; left > 0; left -= 1) {
    if (from.draw(shopping, random).product.category === category) count += 1;
  }
  return count / draws;
}

const shopping = (month: number, south = false): Shopping => ({
  gender: 'F',
  moment: Date.UTC(2025, month, 15),
  south,
});

test('swimwear sells in summer and coats in winter, six months apart in the south', () => {
  const [july, january] = [6, 0];
  expect(shareOf('Swim', shopping(july)) / shareOf('Swim', shopping(january))).toBeGreaterThan(6);
  expect(shareOf('Swim', shopping(january, true)) / shareOf('Swim', shopping(july, true))).toBeGreaterThan(6);
  const coats = 'Outerwear & Coats';
  expect(shareOf(coats, shopping(january)) / shareOf(coats, shopping(july))).toBeGreaterThan(6);
  expect(shareOf(coats, shopping(july, true)) / shareOf(coats, shopping(january, true))).toBeGreaterThan(6);
});

test('a category sells in its best months two and a half times as much as in the mean of the year, and a quarter in its worst', () => {
  for (const category of Object.keys(livingFigures.seasons)) {
    const shares = Array.from({ length: 12 }, (_, month) => shareOf(category, shopping(month)));
    const mean = shares.reduce((sum, share) => sum + share, 0) / 12;
    expect(Math.max(...shares) / mean).toBeGreaterThan(2.4);
    expect(Math.max(...shares) / mean).toBeLessThan(2.8);
    expect(Math.min(...shares) / mean).toBeLessThan(0.3);
  }
});

test('nothing changes overnight, nor at all where there are no seasons', () => {
  const [last, first] = [Date.UTC(2025, 5, 30, 23), Date.UTC(2025, 6, 1, 1)];
  const swim = (moment: number): number => shareOf('Swim', { ...shopping(0), moment });
  expect(swim(first) / swim(last)).toBeGreaterThan(0.9);
  expect(swim(first) / swim(last)).toBeLessThan(1.1);
  const flat = new Popularity(products, livingFigures, false);
  expect(shareOf('Swim', shopping(0), flat)).toBe(shareOf('Swim', shopping(6), flat));
});

test('a product has two or three companions, who have it as theirs, of its department and season', () => {
  const seasonOf = (category: string): number =>
    Math.sign((livingFigures.seasons[category] ?? [])[6]! - 1) || 0;
  for (const product of products) {
    const companions = popularity.companions(product).map((offer) => offer.product);
    expect([2, 3]).toContain(companions.length);
    for (const companion of companions) {
      expect(companion.department).toBe(product.department);
      expect(seasonOf(companion.category)).toBe(seasonOf(product.category));
      expect(popularity.companions(companion).map((offer) => offer.product)).toContain(product);
    }
  }
});

test('the shares of a department add up to one, and a few products have most of it', () => {
  const women = products.filter(({ department }) => department === 'Women');
  const shares = women.map((product) => popularity.share(product)).sort((one, other) => other - one);
  const sum = (values: readonly number[]): number => values.reduce((all, share) => all + share, 0);
  expect(sum(shares)).toBeCloseTo(1, 9);
  expect(sum(shares.slice(0, shares.length / 5))).toBeGreaterThan(0.65);
  expect(sum(shares.slice(0, shares.length / 5))).toBeLessThan(0.75);
});

test('the stronger a brand pulls, the more alike its products sell', () => {
  const spreadOf = (brandPull: number): number => {
    const pulled = new Popularity(products, { ...livingFigures, brandPull }, false);
    const ranked = products
      .filter(({ department }) => department === 'Men')
      .sort((one, other) => pulled.share(other) - pulled.share(one));
    const ranks = ranked.flatMap(({ brand }, rank) => (brand === 'Glass Echo' ? [rank] : []));
    return Math.max(...ranks) - Math.min(...ranks);
  };
  expect(spreadOf(0)).toBeGreaterThan(10_000);
  expect(spreadOf(1)).toBeLessThan(spreadOf(0) / 2);
});

test.each([0.03, 0.3])(
  'sources keep their shares and convert as they should at %d orders a visit',
  (conversion) => {
    const sources = visitSources(livingFigures, conversion);
    const random = new Random('sources');
    const visits = new Map<string, { all: number; bought: number }>();
    const count = 300_000;
    for (let left = count; left > 0; left -= 1) {
      const buys = random.next() < conversion;
      const source = sources.draw(buys, random);
      const seen = visits.get(source) ?? { all: 0, bought: 0 };
      visits.set(source, { all: seen.all + 1, bought: seen.bought + Number(buys) });
    }
    for (const [source, share] of livingFigures.visitSource) {
      const { all, bought } = visits.get(source)!;
      expect(all / count / share).toBeCloseTo(1, 1);
      const wanted = livingFigures.sourceConversion[source]!;
      expect(Math.abs(bought / all / conversion - wanted)).toBeLessThan(0.15);
    }
  },
);
