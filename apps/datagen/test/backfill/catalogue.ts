import { loadCatalogue, type Catalogue } from '@thelook/models';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bundled = new URL('../../../../data/', import.meta.url);
const files = ['products.csv', 'distribution_centers.csv', 'world_pop.csv'];

/** A folder with a fiftieth of the bundled catalogue: what is tested here does not depend on how much is for sale. */
export class ThinCatalogue {
  private constructor(readonly folder: string) {}

  static async write(): Promise<ThinCatalogue> {
    const folder = await mkdtemp(join(tmpdir(), 'thelook-catalogue-'));
    for (const name of files) {
      const [header, ...lines] = (await readFile(new URL(name, bundled), 'utf8')).trimEnd().split('\n');
      const kept = lines.length < 100 ? lines : lines.filter((_, index) => index % 50 === 0);
      await writeFile(join(folder, name), [header, ...kept, ''].join('\n'));
    }
    return new ThinCatalogue(folder);
  }

  load(): Promise<Catalogue> {
    return loadCatalogue(this.folder);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
