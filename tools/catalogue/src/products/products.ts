import type { Figures } from '../figures.js';
import { Random } from '../random.js';
import { allocateBrands } from './brand-allocation.js';
import { brandNames } from './brand-names.js';
import { costs } from './costs.js';
import { PriceEndings } from './price-endings.js';
import { retailPrices } from './prices.js';
import { ProductNames } from './product-names.js';

/** A line of products.csv; money is written with the digits it has there. */
export interface ProductLine {
  id: number;
  cost: string;
  category: string;
  name: string;
  brand: string;
  retail_price: string;
  department: string;
  sku: string;
  distribution_center_id: number;
}

export const PRODUCT_COLUMNS = [
  'id',
  'cost',
  'category',
  'name',
  'brand',
  'retail_price',
  'department',
  'sku',
  'distribution_center_id',
] as const satisfies readonly (keyof ProductLine)[];

interface Draft {
  range: number;
  brand: string;
  name: string;
  /** Cents. */
  price: number;
  /** Ten-thousandths of a dollar. */
  cost: number;
  dear: boolean;
}

const DEAR_SHARE = 0.25;
/** How much of a price is the brand's standing; the rest is the piece. */
const STANDING = 0.6;

/** The brand of every product, range by range. */
const brandsByRange = ({ products, brandSizes, ranges }: Figures): string[][] => {
  const sizes = Object.entries(brandSizes)
    .flatMap(([size, brands]) => new Array<number>(brands).fill(Number(size)))
    .sort((left, right) => right - left);
  const allocations = allocateBrands(sizes, ranges, Random.of('brand allocation'));
  const specialities = allocations.map(({ ranges: own }) => {
    const [category, ...others] = new Set(own.map((range) => ranges[range]!.category));
    return others.length === 0 ? category! : '';
  });
  const names = brandNames(specialities, Random.of('brand names'));
  // Products without a brand count as those of one brand, whose name is empty.
  names[sizes.indexOf(products.emptyBrands)] = '';
  const brands: string[][] = ranges.map(() => []);
  allocations.forEach(({ ranges: own, counts }, brand) => {
    own.forEach((range, place) => {
      brands[range]!.push(...new Array<string>(counts[place]!).fill(names[brand]!));
    });
  });
  return brands;
};

/** Products with brand, price and cost, but no name. A brand is about as dear in one range as in another. */
const pricedProducts = (figures: Figures): Draft[] => {
  const { ranges, products } = figures;
  const random = Random.of('standing');
  const standings = new Map<string, number>();
  const endings = new PriceEndings(figures.priceEndings, products.count, Random.of('price endings'));
  const prices = retailPrices(ranges, endings, Random.of('prices'));
  const costRandom = Random.of('costs');
  return brandsByRange(figures).flatMap((brands, range) => {
    const ranked = brands
      .map((brand, index) => {
        const standing = standings.get(brand) ?? random.fraction();
        standings.set(brand, standing);
        return { brand, index, rank: STANDING * standing + (1 - STANDING) * random.fraction() };
      })
      .sort((left, right) => left.rank - right.rank || left.index - right.index);
    const own = prices[range]!;
    const cost = costs(own, ranges[range]!, products.costRatio, costRandom);
    return ranked.map(({ brand }, rank) => ({
      range,
      brand,
      name: '',
      price: own[rank]!,
      cost: cost[rank]!,
      dear: rank >= (1 - DEAR_SHARE) * brands.length,
    }));
  });
};

/** The products that bear another's name, each with that other: the same piece at another price. */
const sameNamed = (drafts: readonly Draft[], count: number, random: Random): Map<Draft, Draft> => {
  const families = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const family = `${draft.range}/${draft.brand}`;
    families.set(family, [...(families.get(family) ?? []), draft]);
  }
  const candidates = [...families.values()].flatMap(([original, ...rest]) =>
    rest.map((draft): [Draft, Draft] => [draft, original!]),
  );
  return new Map(random.shuffled(candidates).slice(0, count));
};

const nameProducts = (drafts: readonly Draft[], { ranges, products }: Figures): void => {
  const random = Random.of('product names');
  const repeats = products.count - products.emptyNames - (products.distinctNames - 1);
  const copies = sameNamed(drafts, repeats, random);
  const originals = new Set(copies.values());
  const free = drafts.filter((draft) => !copies.has(draft) && !originals.has(draft));
  const nameless = new Set(random.shuffled(free).slice(0, products.emptyNames));
  const used = new Set<string>();
  const names = ranges.map((range) => new ProductNames(range, used, random));
  for (const draft of drafts) {
    if (!copies.has(draft) && !nameless.has(draft)) draft.name = names[draft.range]!.next(draft);
  }
  for (const [copy, original] of copies) copy.name = original.name;
};

const skus = (count: number, random: Random): string[] => {
  const taken = new Set<string>();
  while (taken.size < count) {
    const words = Array.from({ length: 4 }, () => random.next().toString(16).padStart(8, '0'));
    taken.add(words.join('').toUpperCase());
  }
  return [...taken];
};

const dollars = (cents: number): string =>
  `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** Four decimals where they are needed, two where they are enough. */
const preciseDollars = (tenThousandths: number): string =>
  `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`.replace(
    /0{1,2}$/,
    '',
  );

/** The products of the shop in order of id, the same ones for the same figures. */
export const buildProducts = (figures: Figures): ProductLine[] => {
  const drafts = pricedProducts(figures);
  nameProducts(drafts, figures);
  const random = Random.of('shelves');
  const shuffled = random.shuffled(drafts);
  const centers = random.shuffled(
    figures.distributionCenters.flatMap(({ id, products }) => new Array<number>(products).fill(id)),
  );
  const codes = skus(shuffled.length, Random.of('skus'));
  return shuffled.map((draft, index) => ({
    id: index + 1,
    cost: preciseDollars(draft.cost),
    category: figures.ranges[draft.range]!.category,
    name: draft.name,
    brand: draft.brand,
    retail_price: dollars(draft.price),
    department: figures.ranges[draft.range]!.department,
    sku: codes[index]!,
    distribution_center_id: centers[index]!,
  }));
};
