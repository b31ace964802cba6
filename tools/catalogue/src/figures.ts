import { readFileSync } from 'node:fs';

/** The price quantiles of a range in dollars; the names are the keys of reference/figures.json. */
export interface PriceQuantiles {
  min: number;
  p01: number;
  p05: number;
  p25: number;
  p50: number;
  p75: number;
  p95: number;
  p99: number;
  max: number;
}

/** The products of one category in one department. */
export interface RangeFigures {
  department: 'Men' | 'Women';
  category: string;
  count: number;
  brands: number;
  price: PriceQuantiles;
  /** Of the natural logarithm of the price in dollars. */
  logPrice: { mean: number; sd: number };
  /** Mean of 1 - cost / retail price. */
  margin: number;
  costRatioSd: number;
}

export interface CenterFigures {
  id: number;
  name: string;
  latitude: number;
  longitude: number;
  /** How many products are kept there. */
  products: number;
}

export interface CountryFigures {
  name: string;
  rows: number;
  cities: number;
  population: number;
  largestRow: number;
}

/** What the catalogue is built to and tested against; reference/figures.json holds it. */
export interface Figures {
  products: {
    count: number;
    /** The empty brand counts as one. */
    distinctBrands: number;
    /** The empty name counts as one. */
    distinctNames: number;
    emptyNames: number;
    emptyBrands: number;
    nameLength: { mean: number; max: number };
    costRatio: { mean: number; sd: number; min: number; max: number };
  };
  ranges: RangeFigures[];
  /** How many brands have so many products. */
  brandSizes: Record<string, number>;
  /** How many prices end in so many cents; the endings left out share the rest. */
  priceEndings: Record<string, number>;
  distributionCenters: CenterFigures[];
  countries: CountryFigures[];
}

const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

/** Reads a table of this package, such as `postal/japan.json`. The caller names the type that the file holds. */
export const readTable = <Table>(path: string): Table => readJson(path) as Table;

export const figures = readTable<Figures>('reference/figures.json');
