import { bulkInsert, createDb, migrate, readConnectionConfig, type Database } from '@thelook/db';
import { commitSteps, insertEntries, type AgendaEntry, type StepCommit } from '@thelook/db/internal';
import type { Kysely } from 'kysely';

/** How much later the next step of an order is due: far enough that nobody gets there. */
const SPAN = 1_000_000_000;

/** An order whose next step is in the agenda. */
export interface PendingOrder {
  id: string;
  items: readonly string[];
  entry: AgendaEntry;
}

/** A shop with orders that are to move on, one step after the other. */
export class TransitionShop {
  private constructor(
    readonly db: Kysely<Database>,
    readonly url: string,
    readonly orders: readonly PendingOrder[],
  ) {}

  /** @param connections of the shop at most */
  static async open(url: string, orders: number, connections: number): Promise<TransitionShop> {
    const config = readConnectionConfig({ DATABASE_URL: url });
    if (!config) throw new Error(`no server at ${url}`);
    const db = createDb({ ...config, maxConnections: connections });
    await migrate(db, { publication: false });
    const pending = Array.from({ length: orders }, (_, life) => pendingOrder(life));
    await bulkInsert(db, 'orders', pending.map(orderRow));
    await bulkInsert(db, 'order_items', pending.flatMap(itemRows));
    await insertEntries(
      db,
      pending.map(({ entry }) => entry),
    );
    return new TransitionShop(db, url, pending);
  }

  /** Lives that have nothing to do for a long time, next to those of the orders. */
  async addSleepers(count: number): Promise<void> {
    const due = Date.UTC(2100, 0, 1);
    await insertEntries(this.db, sleepers(this.orders.length, count, due));
  }

  /** The next step of an order: it and its items change. */
  step(life: number, now: Date): StepCommit {
    const order = this.orders[life]!;
    const done = order.entry;
    const next = { ...done, due: done.due + SPAN };
    order.entry = next;
    const set = { status: 'Shipped', shipped_at: now, updated_at: now } as const;
    return {
      done,
      next,
      changes: [
        { op: 'update', table: 'orders', key: order.id, set },
        ...order.items.map((key) => ({ op: 'update', table: 'order_items', key, set }) as const),
      ],
    };
  }

  /** @throws when a step was not done: nobody else is at work here. */
  async commit(steps: readonly StepCommit[]): Promise<void> {
    const outcomes = await commitSteps(this.db, steps);
    if (!outcomes.every((outcome) => outcome === 'done')) throw new Error('a step was not done');
  }
}

function* sleepers(from: number, count: number, due: number): Generator<AgendaEntry> {
  for (let life = from; life < from + count; life += 1) {
    yield { run: 1, kind: 'shopper', life, due: due + (life % SPAN), state: { n: life, orders: [] } };
  }
}

function pendingOrder(life: number): PendingOrder {
  const items = life % 5 < 3 ? 1 : 2;
  return {
    id: uuid(life, 0),
    items: Array.from({ length: items }, (_, place) => uuid(life, place + 1)),
    entry: { run: 1, kind: 'shopper', life, due: life, state: { n: 3, orders: [uuid(life, 0)] } },
  };
}

/** Ids in the order of time, as the generator's are. */
function uuid(life: number, place: number): string {
  const digits = life.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-${place.toString(16).padStart(12, '0')}`;
}

const created_at = new Date('2026-01-01T00:00:00Z');
const later = {
  shipped_at: null,
  delivered_at: null,
  returned_at: null,
  cancelled_at: null,
  updated_at: null,
};

function orderRow({ id, items }: PendingOrder) {
  return {
    order_id: id,
    user_id: uuid(0, 9),
    status: 'Processing' as const,
    gender: 'F' as const,
    created_at,
    num_of_item: items.length,
    ...later,
  };
}

function itemRows({ id, items }: PendingOrder) {
  return items.map((item) => ({
    id: item,
    order_id: id,
    user_id: uuid(0, 9),
    product_id: 1,
    inventory_item_id: item,
    status: 'Processing' as const,
    created_at,
    sale_price: 19.99,
    ...later,
  }));
}
