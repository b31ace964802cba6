import {
  decodeSummary,
  encodeRecords,
  summarize,
  type FeedItem,
  type FeedMessage,
  type SalesRecord,
} from '@thelook/feed';
import fc from 'fast-check';
import type { FeedState } from '../../src/feed/feed-state.js';
import { ItemsState } from '../../src/feed/items-state.js';
import { RecordsState } from '../../src/feed/records-state.js';
import { compileSlotFilter } from '../../src/feed/slot-filter.js';
import { SummaryState } from '../../src/feed/summary-state.js';
import { ItemView } from '../../src/window/item-view.js';
import { SalesTable } from '../../src/window/sales-table.js';
import { loadState } from './load-state.js';
import { isOfNewCustomer, putSample, sampleId, sampleItem } from './scripted-window.js';

const lookbackMinutes = 5;
const filters = { country: ['Brasil', 'Spain'], department: ['Women'], status: ['Complete', 'Processing'] };
const passes = ({ country, department, item_status }: FeedItem) =>
  filters.country.includes(country) &&
  filters.department.includes(department) &&
  filters.status.includes(item_status);

/** A window that goes from state to state. */
class Steps {
  readonly items = new Map<string, FeedItem>();
  readonly table = new SalesTable(1_000_000);
  readonly view = new ItemView(this.table);
  at = 0;

  async go(items: readonly FeedItem[], states: readonly FeedState[]): Promise<void> {
    await this.view.begin(this.table, -Infinity);
    const ids = new Set(items.map(({ item_id }) => item_id));
    for (const id of [...this.items.keys()]) {
      if (ids.has(id)) continue;
      this.table.deleteItem(id);
      this.items.delete(id);
    }
    for (const item of items) {
      putSample(this.table, item);
      this.items.set(item.item_id, item);
    }
    this.at = 1_700_000_300_000 + this.items.size;
    const change = await this.view.advance(this.view.target(this.at * 1_000, -Infinity));
    for (const state of states) {
      if (change.isReset) await loadState(state);
      else await state.refreshed(change);
    }
    await this.view.release();
  }
}

/** The message that leads on from a state, as a client reads it. */
async function read(
  state: FeedState,
  revision = 0,
): Promise<{ text: string; revision: number; rows: number }> {
  await state.prepare();
  if (!state.frameSince(revision)) await state.prepare();
  const { frame, revision: then } = state.frameSince(revision)!;
  const bytes = Buffer.concat([...frame.wire(false).chunks]);
  const header = bytes[1] === 126 ? 4 : bytes[1] === 127 ? 10 : 2;
  return { text: String(bytes.subarray(header)), revision: then, rows: frame.rows };
}

const text = fc.string({ unit: 'binary', maxLength: 8 });
const price = fc.oneof(
  fc.integer({ min: -99, max: 99_999 }).map((cents) => cents / 100),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((dollars) => Math.round(dollars * 100) / 100),
);
/** Versions of some items; those that are left out are not there. */
const window = fc
  .array(
    fc.option(
      fc.record({
        country: fc.oneof(fc.constantFrom('Brasil', 'Spain', 'China'), text),
        traffic_source: text,
        category: text,
        department: fc.constantFrom('Men', 'Women'),
        item_status: fc.constantFrom('Complete', 'Processing', 'Shipped'),
        product_name: fc.option(text),
        cost: price,
        sale_price: price,
        age: fc.integer({ min: -1, max: 120 }),
        order_id: fc.integer({ min: 1, max: 4 }).map((number) => sampleId(2, number)),
        created_at: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_030 }),
      }),
      { nil: undefined },
    ),
    { minLength: 8, maxLength: 8 },
  )
  .map((versions) => versions.flatMap((over, number) => (over ? [sampleItem(number, over)] : [])));

const byId = (a: { item_id: string }, b: { item_id: string }) => (a.item_id < b.item_id ? -1 : 1);

test('every feed tells what is in the window, whatever has happened before, and as long as was said', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(window, { minLength: 1, maxLength: 6 }), async (windows) => {
      const steps = new Steps();
      const { view: items } = steps;
      const at = () => steps.at;
      const filter = compileSlotFilter(filters, items);
      const records = new RecordsState(items, false);
      const all = new ItemsState({ items, filter: undefined, at, compress: false });
      const some = new ItemsState({ items, filter, at, compress: false });
      const figures = new SummaryState({ items, filter: undefined, at, lookbackMinutes });
      const fewFigures = new SummaryState({ items, filter, at, lookbackMinutes });
      const clients = [new Map<string, FeedItem>(), new Map<string, FeedItem>()];
      const revisions = [0, 0];
      for (const now of windows) {
        await steps.go(now, [records, all, some, figures, fewFigures]);
        const told = await read(records);
        expect(JSON.parse(JSON.parse(told.text)).sort(byId)).toEqual(now.map(recordOf).sort(byId));
        expect(told.text).toBe(encodeRecords(JSON.parse(JSON.parse(told.text)) as SalesRecord[]));
        expect(Buffer.byteLength(told.text)).toBe(records.bytes);
        expect(told.rows).toBe(now.length);
        for (const [index, state] of [all, some].entries()) {
          const expected = index === 0 ? now : now.filter(passes);
          const fresh = JSON.parse((await read(state)).text) as FeedMessage;
          if (fresh.type !== 'snapshot') throw new Error(`${fresh.type} instead of a snapshot`);
          for (
            let message = await read(state, revisions[index]);
            ;
            message = await read(state, message.revision)
          ) {
            follow(clients[index]!, JSON.parse(message.text) as FeedMessage);
            revisions[index] = message.revision;
            if (message.revision === state.revision) break;
          }
          expect([...clients[index]!.values()].sort(byId)).toEqual([...expected].sort(byId));
        }
        for (const [state, expected] of [
          [figures, now],
          [fewFigures, now.filter(passes)],
        ] as const) {
          const others = state === fewFigures ? keptOut(now) : {};
          expect(decodeSummary(JSON.parse((await read(state)).text))).toEqual(
            expectedSummary(expected, steps.at, others),
          );
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a view that is looked through while its window goes on tells what is in the window in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(window, { minLength: 1, maxLength: 6 }), async (windows) => {
      const steps = new Steps();
      const { view: items } = steps;
      const at = () => steps.at;
      const filter = compileSlotFilter(filters, items);
      await steps.go(windows[0]!, []);
      const some = new ItemsState({ items, filter, at, compress: false });
      const figures = new SummaryState({ items, filter: undefined, at, lookbackMinutes });
      const states = [some, figures];
      for (const state of states) state.begin();
      for (const now of windows) {
        await steps.go(now, states);
        // One item at a time.
        for (const state of states) await state.load({ isOver: true });
      }
      for (const state of states) while (!(await state.load({ isOver: true })));
      const now = windows.at(-1)!;
      const { text: snapshot, rows } = await read(some);
      expect(JSON.parse(snapshot).items.sort(byId)).toEqual(now.filter(passes).sort(byId));
      expect(rows).toBe(now.filter(passes).length);
      expect(decodeSummary(JSON.parse((await read(figures)).text))).toEqual(expectedSummary(now, steps.at));
    }),
  );
});

/** Items that one filter alone keeps out, by the filter. */
function keptOut(items: FeedItem[]) {
  const only = (name: keyof typeof filters, property: 'country' | 'department' | 'item_status') =>
    items.filter((item) => !passes(item) && passes({ ...item, [property]: filters[name][0] }));
  return {
    country: only('country', 'country'),
    department: only('department', 'department'),
    status: only('status', 'item_status'),
  };
}

/** What a feed tells of a window, besides what anybody could sum up. */
function expectedSummary(items: FeedItem[], at: number, others: Partial<ReturnType<typeof keptOut>> = {}) {
  const summarized = (some: FeedItem[]) => summarize(some, { at, lookbackMinutes });
  const summary = summarized(items);
  const customers = [true, false].flatMap((isNew) => {
    const some = items.filter((item) => isOfNewCustomer(item) === isNew);
    const { items: count, sales, cost } = summarized(some);
    return count > 0 ? [{ key: isNew ? 'new' : 'returning', items: count, sales, cost }] : [];
  });
  const { country, department, status } = others;
  return {
    ...summary,
    by_customer: customers.sort((a, b) => b.sales - a.sales),
    others: {
      ...(country && { country: summarized(country).by_country }),
      ...(department && { department: summarized(department).by_department }),
      ...(status && { status: summarized(status).by_status }),
    },
    // In which step an order is depends on which of its items came first.
    series: { ...summary.series, orders: expect.any(Array) },
    newest: summary.newest.map((item) => ({ ...item, place: [-23.5, -46.6] })),
  };
}

/** Throws when a message does not fit what the client has. */
function follow(items: Map<string, FeedItem>, message: FeedMessage): void {
  if (message.type === 'snapshot') {
    items.clear();
    for (const item of message.items) items.set(item.item_id, item);
  } else if (message.type === 'delta') {
    for (const id of message.removed) expect(items.delete(id)).toBe(true);
    for (const item of message.added) {
      expect(items.has(item.item_id)).toBe(false);
      items.set(item.item_id, item);
    }
    for (const item of message.changed) {
      expect(items.has(item.item_id)).toBe(true);
      items.set(item.item_id, item);
    }
  }
}

function recordOf({ department, product_id, product_name, product_brand, ...record }: FeedItem): SalesRecord {
  expect([department, product_id, product_name, product_brand]).toHaveLength(4);
  return JSON.parse(JSON.stringify(record)) as SalesRecord;
}

test('a summary finds the next newest when more of them have left than it keeps', async () => {
  const steps = new Steps();
  const items = Array.from({ length: 500 }, (_, number) => sampleItem(number, { order_id: sampleId(2, 1) }));
  const state = new SummaryState({
    items: steps.view,
    filter: undefined,
    at: () => steps.at,
    lookbackMinutes,
  });
  for (const count of [500, 430, 400, 30, 5, 0]) {
    const now = items.slice(0, count);
    await steps.go(now, [state]);
    expect(decodeSummary(JSON.parse((await read(state)).text))).toEqual(expectedSummary(now, steps.at));
  }
});

/** Of which many are sold. */
const PRODUCTS = 100;

test('a summary takes four bytes for an order and a little more, however many items pass its filter', async () => {
  const steps = new Steps();
  const filter = compileSlotFilter({ department: ['Women'] }, steps.view);
  const states = Array.from(
    { length: 60 },
    () => new SummaryState({ items: steps.view, filter, at: () => steps.at, lookbackMinutes }),
  );
  await steps.go(
    Array.from({ length: 20_000 }, (_, number) => sampleItem(number, { product_id: number % PRODUCTS })),
    states,
  );
  for (const state of states) expect(state.bytes).toBeLessThan(4 * 20_000 + PRODUCTS * 150 + 15_000);
  expect(JSON.parse((await read(states.at(-1)!)).text)).toMatchObject({ items: 20_000, orders: 20_000 });
});

test('whoever comes later gets the last snapshot, and what has changed since', async () => {
  const steps = new Steps();
  const state = new ItemsState({ items: steps.view, filter: undefined, at: () => steps.at, compress: false });
  const items = Array.from({ length: 300 }, (_, number) => sampleItem(number));
  await steps.go(items, [state]);
  const first = await read(state);
  await steps.go([...items, sampleItem(300)], [state]);
  const again = await read(state);
  expect(again).toEqual(first);
  expect(JSON.parse((await read(state, again.revision)).text)).toMatchObject({
    type: 'delta',
    added: [sampleItem(300)],
  });
  // All at once is no delta.
  await steps.go(
    items.map((item) => ({ ...item, age: 31 })),
    [state],
  );
  expect(JSON.parse((await read(state, again.revision)).text)).toMatchObject({
    type: 'snapshot',
    items: { length: 300 },
  });
});

test('a snapshot is of the moment at which it was begun, and the window goes on meanwhile', async () => {
  const steps = new Steps();
  const state = new ItemsState({ items: steps.view, filter: undefined, at: () => steps.at, compress: false });
  // More than fits into one slice.
  const items = Array.from({ length: 30_000 }, (_, number) => sampleItem(number));
  await steps.go(items, [state]);
  expect(state.frameSince(0)).toBeUndefined();
  let isMade = false;
  const made = state.prepare().then(() => (isMade = true));
  const others = Array.from({ length: 100 }, (_, number) => sampleItem(40_000 + number));
  await steps.go([...items.slice(50), ...others.slice(0, 50)], [state]);
  expect(isMade).toBe(false);
  // What has gone would be written over here.
  await steps.go([...items.slice(100), ...others], [state]);
  await made;
  const { frame, revision } = state.frameSince(0)!;
  const text = [...frame.wire(false).chunks].map(String).join('');
  for (const item of [items[0], items[99], items.at(-1)]) expect(text).toContain(item!.item_id);
  expect(text).not.toContain(others[0]!.item_id);
  expect(frame.rows).toBe(30_000);
  const delta = JSON.parse((await read(state, revision)).text);
  expect([delta.type, delta.added.length, delta.removed.length]).toEqual(['delta', 100, 100]);
});

test('what a snapshot is made of is let go of when the view is', async () => {
  const steps = new Steps();
  const state = new ItemsState({ items: steps.view, filter: undefined, at: () => steps.at, compress: false });
  await steps.go(
    Array.from({ length: 30_000 }, (_, number) => sampleItem(number)),
    [state],
  );
  state.frameSince(0);
  const made = state.prepare();
  state.clear();
  await made;
  expect(state.frameSince(0)).toBeUndefined();
  await steps.go([], []);
  expect(steps.table.log.length).toBe(0);
});

test('only the segments in which something has changed are encoded again', async () => {
  const steps = new Steps();
  const state = new RecordsState(steps.view, false);
  const items = Array.from({ length: 5_000 }, (_, number) => sampleItem(number));
  const chunks = async () => {
    await state.prepare();
    return new Set(
      state
        .frameSince(0)!
        .frame.wire(false)
        .chunks.filter(({ length }) => length > 10_000),
    );
  };
  await steps.go(items, [state]);
  const before = await chunks();
  expect(before.size).toBeGreaterThan(35);
  await steps.go([...items.slice(1), sampleItem(5_000)], [state]);
  const shared = [...(await chunks())].filter((chunk) => before.has(chunk));
  expect(before.size - shared.length).toBeLessThanOrEqual(3);
});
