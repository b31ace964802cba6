import type { Random } from '../chance/random.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { LivingFigures } from './figures.js';

/** What brings visitors: of those who buy other things more often than of those who do not. */
export interface VisitSources {
  /** @param buys whether the visit ends with an order */
  draw(buys: boolean, random: Random): string;
}

/**
 * Divides the visits of each source into those with an order and those without, so that all of them have their share
 * and each converts as much better or worse than the mean as its figure says; the mean of these counts as 1.
 *
 * @param conversion orders a visit
 */
export function visitSources(
  { visitSource, sourceConversion }: Pick<LivingFigures, 'visitSource' | 'sourceConversion'>,
  conversion: number,
): VisitSources {
  let visits = 0;
  let orders = 0;
  for (const [source, weight] of visitSource) {
    visits += weight;
    orders += weight * (sourceConversion[source] ?? 1);
  }
  const buying = visitSource.map(([source, weight]) => {
    const mean = orders > 0 ? ((sourceConversion[source] ?? 1) * visits) / orders : 1;
    return [source, weight * Math.min(1, mean * conversion)] as const;
  });
  const looking = visitSource.map(([source, weight], place) => [source, weight - buying[place]![1]] as const);
  const drawBuying = weightedDraw(buying);
  const drawLooking = weightedDraw(looking);
  return { draw: (buys, random) => (buys ? drawBuying : drawLooking)(random) };
}
