import type { SourceVisits } from '@thelook/feed';

/** The stages of a visit, in the order in which it comes to them. */
export const stages = ['visits', 'products', 'carts', 'purchases'] as const;
export type Stage = (typeof stages)[number];

export interface FunnelStep {
  stage: Stage;
  /** Visits that have come so far. */
  count: number;
  /** Of all visits, 0 to 1. */
  share: number;
  /** Of those of the step before, how many have not come so far, 0 to 1; undefined at the first step. */
  lost: number | undefined;
}

/**
 * How far visits have come, of all sources or of one.
 *
 * @example
 * funnelOf([{ source: 'Email', visits: 10, products: 5, carts: 2, purchases: 1 }])[1]; // { ..., share: 0.5, lost: 0.5 }
 */
export function funnelOf(sources: readonly SourceVisits[], source?: string): FunnelStep[] {
  const counted = sources.filter((visits) => source === undefined || visits.source === source);
  const counts = stages.map((stage) => counted.reduce((sum, visits) => sum + visits[stage], 0));
  return stages.map((stage, index) => {
    const count = counts[index]!;
    const [all = 0] = counts;
    const before = counts[index - 1];
    return {
      stage,
      count,
      share: all > 0 ? count / all : 0,
      // A cart may have been filled without the product's own page.
      lost: before === undefined ? undefined : before > 0 ? Math.max(0, 1 - count / before) : 0,
    };
  });
}
