import type { FeedItem } from '@thelook/feed';
import fc from 'fast-check';
import { ItemView } from '../../src/window/item-view.js';
import { SalesTable } from '../../src/window/sales-table.js';
import { Slices } from '../../src/window/slices.js';
import { putSample, sampleId, sampleItem, samplePlace } from '../feed/scripted-window.js';

/** What may happen to a table: of a few items, users and products, so that they meet. */
const few = fc.integer({ min: 1, max: 6 });
const write = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('item' as const),
      id: few,
      user: few,
      product: few,
      status: few,
      second: few,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('gone' as const), id: few }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('user' as const), id: few, age: few, there: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('product' as const), id: few, cost: few, there: fc.boolean() }),
  },
);
type Write = typeof write extends fc.Arbitrary<infer Value> ? Value : never;

function set(map: Map<number, number>, id: number, value: number | undefined): void {
  if (value === undefined) map.delete(id);
  else map.set(id, value);
}

/** The same in the plainest way. */
class Model {
  readonly items = new Map<number, Extract<Write, { kind: 'item' }>>();
  readonly users = new Map<number, number>();
  readonly products = new Map<number, number>();

  apply(write: Write): void {
    if (write.kind === 'item') this.items.set(write.id, write);
    else if (write.kind === 'gone') this.items.delete(write.id);
    else if (write.kind === 'user') set(this.users, write.id, write.there ? write.age : undefined);
    else set(this.products, write.id, write.there ? write.cost : undefined);
  }

  window(cutoff: number): FeedItem[] {
    return [...this.items.values()].flatMap(({ id, user, product, status, second }) => {
      const [age, cost] = [this.users.get(user), this.products.get(product)];
      if (age === undefined || cost === undefined || second < cutoff) return [];
      const ids = { user_id: sampleId(1, user), order_id: sampleId(2, user), product_id: product };
      const created_at = second * 1_000;
      const names = { product_name: `Product ${product}`, country: `Country ${age}` };
      return [sampleItem(id, { ...ids, ...names, age, cost, created_at, item_status: `status ${status}` })];
    });
  }
}

function applyTo(table: SalesTable, write: Write): void {
  if (write.kind === 'gone') return table.deleteItem(sampleId(0, write.id));
  if (write.kind === 'user') {
    const { id, age, there } = write;
    const row = { ...sampleItem(id), ...samplePlace, id: sampleId(1, id), age, country: `Country ${age}` };
    return table.putBuyer(row.id, there ? row : undefined);
  }
  if (write.kind === 'product') {
    const { id, cost, there } = write;
    const row = { ...sampleItem(id), id, cost, name: `Product ${id}`, brand: null };
    return table.putProduct(id, there ? row : undefined);
  }
  const { id, user, product, status, second } = write;
  table.putItem(sampleId(0, id), {
    ...{ order_id: sampleId(2, user), user_id: sampleId(1, user), product_id: product, sale_price: 25 },
    ...{ status: `status ${status}`, created_at: second * 1e6 },
  });
}

const byId = (a: FeedItem, b: FeedItem) => (a.item_id < b.item_id ? -1 : 1);

function newTable(maxItems = 100): SalesTable {
  const table = new SalesTable(maxItems);
  // What has not been put in does not exist.
  table.buyers.declareComplete();
  table.products.declareComplete();
  return table;
}

test('views show what the plainest model shows, and their changes lead from one state to the next', async () => {
  const rounds = fc.array(
    fc.record({
      writes: fc.array(write, { maxLength: 12 }),
      cutoff: fc.integer({ min: 0, max: 7 }),
      both: fc.boolean(),
    }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(rounds, async (all) => {
      const table = newTable();
      const model = new Model();
      const views = [new ItemView(table), new ItemView(table)];
      const seen = views.map(() => new Map<string, FeedItem>());
      for (const { writes, cutoff, both } of all) {
        for (const one of writes) {
          applyTo(table, one);
          model.apply(one);
        }
        for (const [index, view] of views.entries()) {
          // The second one is often left behind.
          if (index === 1 && !both) continue;
          await view.begin(table, cutoff * 1e6);
          const { json } = view;
          const change = await view.advance(view.target(10e6, cutoff * 1e6));
          const items = seen[index]!;
          if (change.isReset) {
            items.clear();
            for (const slot of view.slots()) items.set(table.id(slot), json.object(slot));
          }
          for (const slot of change.removed) expect(items.delete(table.id(slot))).toBe(true);
          for (const slot of change.added) {
            expect(items.has(table.id(slot))).toBe(false);
            items.set(table.id(slot), json.object(slot));
          }
          for (let at = 0; at < change.changed.length; at += 1) {
            const [before, after] = [
              json.object(change.changedFrom.at(at)),
              json.object(change.changed.at(at)),
            ];
            expect(items.get(after.item_id)).toEqual(before);
            items.set(after.item_id, after);
          }
          const expected = model.window(cutoff).sort(byId);
          expect([...view.slots()].map((slot) => json.object(slot)).sort(byId)).toEqual(expected);
          expect([...items.values()].sort(byId)).toEqual(expected);
          expect(view.size).toBe(expected.length);
          await view.release();
        }
      }
      // Nothing is left of what has gone: no slot, no word.
      for (let id = 1; id <= 6; id += 1) table.deleteItem(sampleId(0, id));
      for (const view of views) view.clear();
      while (table.log.forget(100));
      await table.buyers.forgetUnshown(new Slices());
      await table.products.forgetUnshown(new Slices());
      expect([table.size, table.log.length, table.words.size, table.buyers.size]).toEqual([0, 0, 0, 0]);
    }),
    { numRuns: 120 },
  );
});

test('refuses one item too many, and takes it when another one has gone', () => {
  const table = newTable(3);
  for (const number of [1, 2, 3]) putSample(table, sampleItem(number));
  expect(() => putSample(table, sampleItem(4))).toThrow(
    expect.objectContaining({ code: 'THELOOK_TABLE_FULL', limit: '3 order items' }),
  );
  putSample(table, sampleItem(2, { age: 31 }));
  table.deleteItem(sampleId(0, 1));
  putSample(table, sampleItem(4));
  expect(table.size).toBe(3);
});

test('refuses more distinct words than a number of two bytes can tell apart', () => {
  const table = newTable(100_000);
  expect(() => {
    for (let number = 0; number < 70_000; number += 1) table.words.take(`word ${number}`);
  }).toThrow(expect.objectContaining({ code: 'THELOOK_TABLE_FULL', limit: '65535 distinct words' }));
});

test('lets go of what is too old, so many at a time, and takes it no more', () => {
  const table = newTable();
  for (let number = 1; number <= 5; number += 1) {
    putSample(table, sampleItem(number, { created_at: number * 1_000 }));
  }
  const more = [table.forgetBefore(4e6, 2), table.forgetBefore(4e6, 2)];
  expect([more, table.size]).toEqual([[true, false], 2]);
  putSample(table, sampleItem(6, { created_at: 3_999 }));
  expect(table.size).toBe(2);
});

test('leaves behind whoever is too far behind, so that what has gone is not kept for ever', async () => {
  const table = newTable();
  const view = new ItemView(table);
  await view.begin(table, 0);
  putSample(table, sampleItem(1));
  await view.advance(view.target(10e6, 0));
  await view.release();
  for (let number = 0; number < 60_000; number += 1) {
    putSample(table, sampleItem(1, { item_status: `status ${number % 2}` }));
  }
  expect(table.log.length).toBeLessThan(110_000);
  expect(() => view.target(10e6, 0)).toThrow('has to begin');
  await view.begin(table, 0);
  expect(await view.advance(view.target(10e6, 0))).toMatchObject({ isReset: true });
  expect([...view.slots()].map((slot) => view.json.object(slot).item_status)).toEqual(['status 1']);
});

test('names an id that is none', () => {
  const table = newTable();
  expect(() => table.deleteItem('4711')).toThrow(
    expect.objectContaining({ code: 'THELOOK_UUID', field: 'order_items.id', value: '4711' }),
  );
  expect(() => putSample(table, sampleItem(1, { order_id: '00000000-0000-7000-8000-00000000000g' }))).toThrow(
    expect.objectContaining({ field: 'order_items.order_id' }),
  );
});
