import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { FileName } from '../src/build.js';
import type { PlaceLine } from '../src/places/places.js';
import type { ProductLine } from '../src/products/products.js';

/** The bytes of a file of data/. */
export const committedText = (name: FileName): string =>
  readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');

const rowsOf = (name: FileName): Record<string, string>[] => parse(committedText(name), { columns: true });

export type Product = Omit<ProductLine, 'cost' | 'retail_price'> & { cost: number; retail_price: number };

export const readProducts = (): Product[] =>
  rowsOf('products.csv').map((row) => ({
    ...(row as unknown as ProductLine),
    id: Number(row['id']),
    cost: Number(row['cost']),
    retail_price: Number(row['retail_price']),
    distribution_center_id: Number(row['distribution_center_id']),
  }));

export const readPlaces = (): PlaceLine[] =>
  rowsOf('world_pop.csv').map((row) => ({
    ...(row as unknown as PlaceLine),
    latitude: Number(row['latitude']),
    longitude: Number(row['longitude']),
    population: Number(row['population']),
  }));

export const readCenters = (): Record<string, string>[] => rowsOf('distribution_centers.csv');
