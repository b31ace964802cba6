/** Puts the catalogue's CSV files beside the built code, so that the package brings them along. */
import { cp, mkdir } from 'node:fs/promises';

const workspaceData = new URL('../../../data/', import.meta.url);
const packagedData = new URL('../dist/data/', import.meta.url);

await mkdir(packagedData, { recursive: true });
for (const file of ['products.csv', 'distribution_centers.csv', 'world_pop.csv']) {
  await cp(new URL(file, workspaceData), new URL(file, packagedData));
}
