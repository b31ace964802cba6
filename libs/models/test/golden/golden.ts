import { createHash } from 'node:crypto';
import { MODEL_VERSION, type Profile } from '../../src/lives.js';
import type { Shopper } from '../../src/rows.js';
import { createShop, type ShopOptions } from '../../src/shop.js';
import { smallCatalogue } from '../small-catalogue.js';

export interface Golden {
  /** Of `living` only: `classic` is frozen. */
  modelVersion?: number;
  shoppers: Shopper[];
  sha256OfThousand: string;
}

export function goldenFile(profile: Profile): URL {
  return new URL(`${profile}.json`, import.meta.url);
}

/** What seed 42 gives at one moment: the first shoppers in full, the first thousand as a fingerprint. */
export function golden(profile: Profile): Golden {
  const common = { catalogue: smallCatalogue, seed: 42, clock: () => new Date('2026-01-01T12:00:00Z') };
  const thousand = take(1_000, { ...common, profile });
  const sha256OfThousand = createHash('sha256').update(JSON.stringify(thousand)).digest('hex');
  if (profile === 'classic') return { shoppers: thousand.slice(0, 3), sha256OfThousand };
  // Few strangers around them, so that the file can be read.
  const shoppers = take(2, { ...common, conversion: 0.3 });
  return { modelVersion: MODEL_VERSION, shoppers, sha256OfThousand };
}

function take(count: number, options: ShopOptions): Shopper[] {
  const shop = createShop(options);
  return Array.from({ length: count }, () => shop.next());
}
