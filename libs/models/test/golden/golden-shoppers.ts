import { createHash } from 'node:crypto';
import type { Shopper } from '../../src/rows.js';
import { createShop } from '../../src/shop.js';
import { smallCatalogue } from '../small-catalogue.js';

export const goldenFile = new URL('shoppers.json', import.meta.url);

/** What seed 42 gives at one moment: the first three shoppers in full, the first thousand as a fingerprint. */
export function goldenShoppers(): { shoppers: Shopper[]; sha256OfThousand: string } {
  const shop = createShop({
    catalogue: smallCatalogue,
    seed: 42,
    clock: () => new Date('2026-01-01T12:00:00Z'),
  });
  const thousand = Array.from({ length: 1_000 }, () => shop.next());
  return {
    shoppers: thousand.slice(0, 3),
    sha256OfThousand: createHash('sha256').update(JSON.stringify(thousand)).digest('hex'),
  };
}
