import type { Retention, RetireBatch, Retired } from '../src/index.js';

/** All there is to do at a moment, and whatever `check` says after each batch. */
export async function retireAll(
  retention: Retention,
  batch: RetireBatch,
  check?: () => Promise<void>,
): Promise<Omit<Retired, 'done'>> {
  const sum = { orders: 0, order_items: 0, inventory_items: 0, events: 0, users: 0 };
  for (;;) {
    const { done, ...retired } = await retention.retire(batch);
    for (const table of Object.keys(sum) as (keyof typeof sum)[]) sum[table] += retired[table];
    await check?.();
    if (done) return sum;
  }
}
