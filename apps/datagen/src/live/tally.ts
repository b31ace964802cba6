import type { Change } from '@thelook/models';
import type { StepCommit } from '@thelook/db/internal';

/** What was written, by what it means. */
export interface Tally {
  users: number;
  orders: number;
  order_items: number;
  inventory_items: number;
  events: number;
  shipped: number;
  delivered: number;
  returned: number;
  cancelled: number;
  deleted: number;
}

export function newTally(): Tally {
  return {
    ...{ users: 0, orders: 0, order_items: 0, inventory_items: 0, events: 0 },
    ...{ shipped: 0, delivered: 0, returned: 0, cancelled: 0, deleted: 0 },
  };
}

/** Counts the changes of steps that were done; gives the tally. */
export function countSteps(tally: Tally, steps: readonly StepCommit[]): Tally {
  for (const { changes } of steps) for (const change of changes) countChange(tally, change);
  return tally;
}

export function addTally(tally: Tally, other: Tally): void {
  for (const name of Object.keys(tally) as (keyof Tally)[]) tally[name] += other[name];
}

function countChange(tally: Tally, change: Change): void {
  if (change.op === 'insert') tally[change.table] += 1;
  else if (change.op === 'delete') tally.deleted += 1;
  else if (change.table === 'order_items') {
    if (change.set.shipped_at) tally.shipped += 1;
    else if (change.set.delivered_at) tally.delivered += 1;
    else if (change.set.returned_at) tally.returned += 1;
    else if (change.set.cancelled_at) tally.cancelled += 1;
  }
}
