import { foldChanges } from './fold.js';
import type { Life, Lives, Step, World } from './life.js';
import type { EventRow, Shopper } from './rows.js';

export interface Revealed {
  /** What the tables hold of the life at that moment. */
  rows: Shopper;
  /** The life with its next step, which is later; undefined: nothing is ahead of it. */
  next: Life | undefined;
  /** Pages that follow later, of visits under way. */
  pages: readonly EventRow[];
}

/**
 * Performs all steps of a life up to a moment at once and folds them into rows: what a shop that has been open all the
 * time would hold now.
 *
 * @param until milliseconds of shop time since 1970, included
 * @example
 * ```ts
 * import { createLives, loadCatalogue, reveal } from '@thelook/models';
 *
 * const lives = createLives({ catalogue: await loadCatalogue(), seed: 42 });
 * const [since, until] = [Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 1)];
 * const world = { realAt: (moment) => moment, idTime: (moment) => moment, shelf: 'made to order' };
 *
 * const life = lives.begin(0, lives.signUps(since, until).at(0));
 * const { rows, next } = reveal(lives, life, until, world);
 * rows.orders.every(({ created_at }) => created_at.getTime() <= until); // => true
 * next === undefined || next.due > until; // => true
 * ```
 */
export function reveal(lives: Lives, life: Life, until: number, world: World): Revealed {
  const rows: Shopper = { users: [], inventory_items: [], orders: [], order_items: [], events: [] };
  const later: EventRow[] = [];
  const realUntil = world.realAt(until);
  let next: Life | undefined = life;
  while (next && next.due <= until) {
    const { transaction, pages, next: after }: Step = lives.step(next, world);
    foldChanges(rows, transaction.changes);
    for (const page of pages) (page.created_at.getTime() <= realUntil ? rows.events : later).push(page);
    next = after;
  }
  return { rows, next, pages: later };
}
