import { csvText } from './csv-file.js';
import type { Figures } from './figures.js';
import { buildPlaces, PLACE_COLUMNS } from './places/places.js';
import { buildProducts, PRODUCT_COLUMNS } from './products/products.js';

export const FILE_NAMES = ['products.csv', 'distribution_centers.csv', 'world_pop.csv'] as const;

export type FileName = (typeof FILE_NAMES)[number];

/** The texts of the three files of data/, the same bytes for the same figures on every machine. */
export const buildFiles = (figures: Figures): Record<FileName, string> => ({
  'products.csv': csvText(PRODUCT_COLUMNS, buildProducts(figures)),
  'distribution_centers.csv': csvText(['id', 'name', 'latitude', 'longitude'], figures.distributionCenters),
  'world_pop.csv': csvText(PLACE_COLUMNS, buildPlaces(figures.countries)),
});
