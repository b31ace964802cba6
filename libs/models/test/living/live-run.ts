import type { Life, Lives, World } from '../../src/life.js';
import type { EventRow } from '../../src/rows.js';
import { ShopTables } from './shop-tables.js';

export interface LiveRunOptions {
  lives: Lives;
  starts: readonly Life[];
  /** When the run ends, in shop time, that moment included. */
  until: number;
  /** The world in which a step happens. */
  world(life: Life, tables: ShopTables): World;
  /** Called after each transaction, at its moment of shop time. */
  after?(tables: ShopTables, moment: number): void;
}

/**
 * Runs lives side by side on a virtual clock, as a shop that is open does: the step that is due next is done next, pages
 * are written when their moment comes, and what is ahead of a life is kept as JSON.
 */
export function runLive({ lives, starts, until, world, after }: LiveRunOptions): ShopTables {
  const tables = new ShopTables();
  const agenda = starts.map((life) => JSON.stringify(life));
  const dues = starts.map(({ due }) => due);
  let pages: EventRow[] = [];
  const deliver = (moment: number): void => {
    const due = pages.filter(({ created_at }) => created_at.getTime() <= moment);
    if (due.length === 0) return;
    pages = pages.filter(({ created_at }) => created_at.getTime() > moment);
    tables.apply(due.map((row) => ({ op: 'insert', table: 'events', row })));
  };
  for (;;) {
    let first = 0;
    for (let place = 1; place < dues.length; place += 1) if (dues[place]! < dues[first]!) first = place;
    if (!(dues[first]! <= until)) break;
    const life = JSON.parse(agenda[first]!) as Life;
    const here = world(life, tables);
    deliver(here.realAt(life.due) - 1);
    const step = lives.step(life, here);
    if (step.transaction.at.getTime() !== Math.floor(here.realAt(life.due)))
      tables.faults.push('a step is not done when it is due');
    tables.apply(step.transaction.changes);
    if (step.pages.some(({ created_at }) => created_at.getTime() < Math.floor(here.realAt(life.due)))) {
      tables.faults.push('a page is seen before the visit begins');
    }
    pages.push(...step.pages);
    after?.(tables, life.due);
    if (step.next && step.next.due < life.due)
      tables.faults.push(`a life goes back from ${life.due} to ${step.next.due}`);
    dues[first] = step.next?.due ?? Infinity;
    agenda[first] = JSON.stringify(step.next ?? null);
  }
  deliver(until);
  return tables;
}
