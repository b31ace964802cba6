import { figures, type RangeFigures } from '../src/figures.js';
import { brandLetters, isRealBrand } from '../src/products/brand-names.js';
import { committedText, readCenters, readProducts, type Product } from './committed-files.js';

const products = readProducts();
const rangeOf = ({ department, category }: Pick<RangeFigures, 'department' | 'category'>): Product[] =>
  products.filter((product) => product.department === department && product.category === category);
const ranges = figures.ranges.map((range) => ({ title: `${range.department} / ${range.category}`, range }));

const mean = (values: readonly number[]): number =>
  values.reduce((left, right) => left + right, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
};

/** The quantile with linear interpolation between ranks, as PostgreSQL's percentile_cont has it. */
const quantile = (sorted: readonly number[], share: number): number => {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
};

const tally = <Key>(keys: readonly Key[]): Map<Key, number> => {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

const costRatio = ({ cost, retail_price }: Product): number => cost / retail_price;

describe('products.csv', () => {
  test('has the agreed columns, LF line ends and ids from 1 on without a gap', () => {
    const text = committedText('products.csv');
    expect(text.slice(0, text.indexOf('\n'))).toBe(
      'id,cost,category,name,brand,retail_price,department,sku,distribution_center_id',
    );
    expect(text).not.toContain('\r');
    expect(products.map(({ id }) => id)).toEqual(
      Array.from({ length: figures.products.count }, (_, index) => index + 1),
    );
  });

  test('writes money exactly: prices in cents, costs in at most four decimals', () => {
    const lines = committedText('products.csv').split('\n').slice(1, -1);
    const money = /^\d+,(\d+\.\d{2,4}),.*,(\d+\.\d\d),(Men|Women),[0-9A-F]{32},\d+$/;
    expect(lines.filter((line) => !money.test(line))).toEqual([]);
    expect(products.filter(({ cost, retail_price }) => !(cost > 0 && cost < retail_price))).toEqual([]);
  });

  test('has no two products with one sku', () => {
    expect(new Set(products.map(({ sku }) => sku)).size).toBe(products.length);
  });

  test('keeps as many products in each distribution centre as the reference', () => {
    const counts = tally(products.map(({ distribution_center_id }) => distribution_center_id));
    for (const { id, products: count } of figures.distributionCenters) expect(counts.get(id)).toBe(count);
  });
});

describe('ranges', () => {
  test.each(ranges)('$title: exact number of products and of brands', ({ range }) => {
    const own = rangeOf(range);
    expect(own).toHaveLength(range.count);
    expect(new Set(own.map(({ brand }) => brand)).size).toBe(range.brands);
  });

  test.each(ranges)('$title: price quantiles within 3 per cent, extremes exact', ({ range }) => {
    const prices = rangeOf(range)
      .map(({ retail_price }) => retail_price)
      .sort((left, right) => left - right);
    for (const [name, share] of [
      ['p05', 0.05],
      ['p25', 0.25],
      ['p50', 0.5],
      ['p75', 0.75],
      ['p95', 0.95],
    ] as const) {
      expect(Math.abs(quantile(prices, share) / range.price[name] - 1)).toBeLessThan(0.03);
    }
    expect(prices[0]).toBe(range.price.min);
    expect(prices.at(-1)).toBe(range.price.max);
    const logs = prices.map(Math.log);
    expect(Math.abs(mean(logs) - range.logPrice.mean)).toBeLessThan(0.06);
    expect(Math.abs(deviation(logs) / range.logPrice.sd - 1)).toBeLessThan(0.13);
  });

  test.each(ranges)('$title: margin and spread of the cost ratio', ({ range }) => {
    const ratios = rangeOf(range).map(costRatio);
    expect(Math.abs(1 - mean(ratios) - range.margin)).toBeLessThan(0.001);
    expect(Math.abs(deviation(ratios) / range.costRatioSd - 1)).toBeLessThan(0.1);
  });
});

describe('all products', () => {
  test('cost ratios have the overall mean, spread and bounds', () => {
    const { costRatio: wanted } = figures.products;
    // Ten-thousandths of a dollar cannot hold the ratio of a price of a few cents.
    const ratios = products.filter(({ retail_price }) => retail_price >= 1).map(costRatio);
    expect(mean(ratios)).toBeCloseTo(wanted.mean, 2);
    expect(deviation(ratios)).toBeCloseTo(wanted.sd, 2);
    expect(Math.min(...ratios)).toBeGreaterThan(wanted.min - 0.0005);
    expect(Math.max(...ratios)).toBeLessThan(wanted.max + 0.0005);
  });

  test.each(Object.entries(figures.priceEndings))(
    'prices ending in %s cents: as many as %i',
    (cents, count) => {
      const own = products.filter(
        ({ retail_price }) => Math.round(retail_price * 100) % 100 === Number(cents),
      );
      expect(Math.abs(own.length / count - 1)).toBeLessThan(0.02);
    },
  );
});

describe('brands', () => {
  const sizes = tally(products.map(({ brand }) => brand));

  test('sizes are those of the reference, the products without a brand among them', () => {
    expect(sizes.size).toBe(figures.products.distinctBrands);
    expect(sizes.get('')).toBe(figures.products.emptyBrands);
    const brandsBySize = tally([...sizes.values()]);
    expect(Object.fromEntries([...brandsBySize].map(([size, brands]) => [String(size), brands]))).toEqual(
      figures.brandSizes,
    );
  });

  test('are invented: none is a real fashion house, and no two differ by spelling alone', () => {
    const named = [...sizes.keys()].filter((brand) => brand !== '');
    expect(named.filter(isRealBrand)).toEqual([]);
    expect(new Set(named.map(brandLetters)).size).toBe(named.length);
  });
});

describe('product names', () => {
  const names = products.map(({ name }) => name);

  test('are as many and as long as in the reference', () => {
    const { distinctNames, emptyNames, nameLength } = figures.products;
    expect(new Set(names).size).toBe(distinctNames);
    expect(names.filter((name) => name === '')).toHaveLength(emptyNames);
    expect(Math.abs(mean(names.map((name) => name.length)) / nameLength.mean - 1)).toBeLessThan(0.02);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(nameLength.max);
  });

  test('are words: they have letters, single spaces and no gap of the template', () => {
    const odd = /\||\*|undefined| {2}|^ | $| ,|(^|\s)-/;
    const written = names.filter((name) => name !== '');
    expect(written.filter((name) => !/\p{L}{3}/u.test(name) || odd.test(name))).toEqual([]);
  });

  test('begin with the brand, as shops write them, in nine of ten', () => {
    const branded = products.filter(({ name, brand }) => brand !== '' && name.startsWith(`${brand} `));
    expect(Math.abs(branded.length / products.length - 0.9)).toBeLessThan(0.02);
  });
});

describe('distribution_centers.csv', () => {
  test('has the centres of the reference', () => {
    expect(readCenters()).toEqual(
      figures.distributionCenters.map(({ id, name, latitude, longitude }) => ({
        id: String(id),
        name,
        latitude: String(latitude),
        longitude: String(longitude),
      })),
    );
  });
});
