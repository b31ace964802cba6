import type { LivingFigures } from './figures.js';
import type { Offer } from './popularity.js';

/** Products that sell together are of the same block of ranks, and this far from each other in it. */
const GROUPS = 16;
/** Half of the groups have three products, the other half four. */
const BLOCK = GROUPS * 3 + GROUPS / 2;
/** They cannot all be divided by three and four. */
const TOO_FEW = 6;

/**
 * What is bought together: groups of three or four products of a department and a season, which sell about as well as
 * each other except for the best ones, whose companions sell much less without them.
 *
 * @param ranked of one department, the best seller first
 */
export function companionsOf(
  ranked: readonly Offer[],
  seasons: LivingFigures['seasons'],
): Map<Offer, readonly Offer[]> {
  const companions = new Map<Offer, readonly Offer[]>();
  for (const offers of bySeason(ranked, seasons)) {
    for (const block of blocksOf(offers)) {
      for (const group of groupsOf(block)) {
        for (const offer of group) {
          companions.set(
            offer,
            group.filter((other) => other !== offer),
          );
        }
      }
    }
  }
  return companions;
}

/** Nobody looks for a coat with a swimsuit. */
function bySeason(ranked: readonly Offer[], seasons: LivingFigures['seasons']): Offer[][] {
  const parts = new Map<string, Offer[]>();
  for (const offer of ranked) {
    const [january, , , , , , july] = seasons[offer.product.category] ?? [1, 1, 1, 1, 1, 1, 1];
    const season = january === july ? 'all year' : july! > january! ? 'summer' : 'winter';
    const part = parts.get(season);
    if (part) part.push(offer);
    else parts.set(season, [offer]);
  }
  return [...parts.values()];
}

/** Blocks of so many, the last of them with what would be too few for groups of their own. */
function blocksOf(offers: readonly Offer[]): Offer[][] {
  const blocks: Offer[][] = [];
  for (let start = 0; start < offers.length;) {
    const left = offers.length - start;
    const length = left < BLOCK + TOO_FEW ? left : BLOCK;
    blocks.push(offers.slice(start, start + length));
    start += length;
  }
  return blocks;
}

function groupsOf(block: readonly Offer[]): Offer[][] {
  const count = Math.min(GROUPS, Math.max(1, Math.floor(block.length / 3)));
  const groups: Offer[][] = Array.from({ length: count }, () => []);
  // A fourth one goes to the groups whose best seller is not among the very best.
  block.forEach((offer, place) => {
    const round = Math.floor(place / count);
    const column = place % count;
    groups[round < 3 ? column : count - 1 - column]!.push(offer);
  });
  return groups;
}
