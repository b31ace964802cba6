import { createHash } from 'node:crypto';
import { createLives, MODEL_VERSION, type Profile } from '../../src/lives.js';
import { reveal } from '../../src/reveal.js';
import type { Shopper } from '../../src/rows.js';
import { createShop } from '../../src/shop.js';
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

const now = new Date('2026-01-01T12:00:00Z');
const common = { catalogue: smallCatalogue, seed: 42 };

/** What seed 42 gives at one moment: the first shoppers in full, the first thousand as a fingerprint. */
export function golden(profile: Profile): Golden {
  const thousand = profile === 'classic' ? shoppers(1_000) : lives(1_000);
  const sha256OfThousand = createHash('sha256').update(JSON.stringify(thousand)).digest('hex');
  if (profile === 'classic') return { shoppers: thousand.slice(0, 3), sha256OfThousand };
  // Few strangers around them, so that the file can be read.
  return { modelVersion: MODEL_VERSION, shoppers: lives(2, 0.3), sha256OfThousand };
}

function shoppers(count: number): Shopper[] {
  const shop = createShop({ ...common, profile: 'classic', clock: () => now });
  return Array.from({ length: count }, () => shop.next());
}

/** Those included that are over, of which a shop has none. */
function lives(count: number, conversion?: number): Shopper[] {
  const made = createLives({ ...common, ...(conversion !== undefined && { conversion }) });
  const signUps = made.signUps(Date.UTC(2019, 0, 1), now.getTime());
  return Array.from({ length: count }, (_, index) => {
    const life = made.begin(index, signUps.at(index));
    const world = {
      realAt: (moment: number) => moment,
      idTime: () => life.due,
      shelf: 'made to order' as const,
    };
    return reveal(made, life, now.getTime(), world).rows;
  });
}
