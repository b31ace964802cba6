import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type CatalogueFile = 'products.csv' | 'distribution_centers.csv' | 'world_pop.csv';

/** A catalogue that loads. */
export const sound: Readonly<Record<CatalogueFile, string>> = {
  'products.csv': [
    'id,cost,category,name,brand,retail_price,department,sku,distribution_center_id',
    '1,12.5,Jeans,"Men\'s Jeans, Slim",North Pier,25,Men,AAA1,1',
    '2,30.835,Dresses,Wrap Dress,Évelle,77.00,Women,AAA2,2',
    '',
  ].join('\n'),
  'distribution_centers.csv':
    'id,name,latitude,longitude\n1,Memphis TN,35.117,-89.971\n2,Chicago IL,41.837,-87.685\n',
  'world_pop.csv': [
    'city,state,country,postal_code,latitude,longitude,population',
    'Dresden,Sachsen,Germany,01067,51.05,13.74,556000',
    'São Paulo,São Paulo,Brasil,01310-100,-23.56,-46.66,900000',
    '',
  ].join('\n'),
};

/** The lines of a sound file. */
export const linesOf = (file: CatalogueFile): string[] => sound[file].trimEnd().split('\n');

/** The sound products and, on line 4, one more. */
export const withProduct = (line: string): string => `${sound['products.csv']}${line}\n`;

/** Runs `use` with a folder that holds the sound files, some replaced or (null) left out, and removes it again. */
export async function withCatalogueFolder<Result>(
  replaced: Partial<Record<CatalogueFile, string | Uint8Array | null>>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'thelook-catalogue-'));
  try {
    for (const [file, content] of Object.entries({ ...sound, ...replaced })) {
      if (content !== null) await writeFile(join(folder, file), content);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
