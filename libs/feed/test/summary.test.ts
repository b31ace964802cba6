import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import {
  decodeSummary,
  encodeSummary,
  summarize,
  SummaryAccumulator,
  type FeedItem,
  type Summary,
  type SummaryGroup,
} from '@thelook/feed';
import { anyItem, sampleItem } from './sample-items.js';

const at = 1_764_000_060_000;
const lookbackMinutes = 1;

/** Sums as SQL would: exact decimals, rounded to the cent at the end. */
function sum(items: FeedItem[], property: 'sale_price' | 'cost'): number {
  const units = items.reduce((total, item) => total + BigInt(Math.round(item[property] * 10_000)), 0n);
  return Number((units + 50n) / 100n) / 100;
}

function groups(items: FeedItem[], property: 'country' | 'traffic_source' | 'category' | 'item_status') {
  return [...new Set(items.map((item) => item[property]))].map((key): SummaryGroup => {
    const members = items.filter((item) => item[property] === key);
    return { key, items: members.length, sales: sum(members, 'sale_price'), cost: sum(members, 'cost') };
  });
}

/** Compares with figures made in the plainest way. */
function expectFigures(summary: Summary, items: FeedItem[]): void {
  expect(summary).toMatchObject({
    at,
    window_seconds: 60,
    orders: new Set(items.map((item) => item.order_id)).size,
    items: items.length,
    sales: sum(items, 'sale_price'),
    cost: sum(items, 'cost'),
  });
  expect(summary.margin).toBeCloseTo(summary.sales - summary.cost, 1);
  for (const [shown, property] of [
    [summary.by_country, 'country'],
    [summary.by_traffic_source, 'traffic_source'],
    [summary.by_category, 'category'],
    [summary.by_status, 'item_status'],
  ] as const) {
    const expected = groups(items, property);
    expect(shown).toHaveLength(expected.length);
    expect(shown).toEqual(expect.arrayContaining(expected));
    expect(shown.map(({ sales }) => sales)).toEqual(shown.map(({ sales }) => sales).sort((a, b) => b - a));
  }
  const newest = [...items]
    .sort((a, b) => b.created_at - a.created_at || (a.item_id < b.item_id ? 1 : -1))
    .slice(0, 20);
  expect(summary.newest.map(({ item_id }) => item_id)).toEqual(newest.map(({ item_id }) => item_id));
  const { from, step_seconds, sales_per_second } = summary.series;
  const steps = sales_per_second.map((_, index) => {
    const begin = index === 0 ? -Infinity : from + index * step_seconds * 1_000;
    const end = index === sales_per_second.length - 1 ? Infinity : from + (index + 1) * step_seconds * 1_000;
    return items.filter(({ created_at }) => created_at >= begin && created_at < end);
  });
  steps.forEach((members, index) => {
    expect(sales_per_second[index]).toBeCloseTo(sum(members, 'sale_price') / step_seconds, 1);
  });
}

const anyChange = fc.record({
  put: fc.array(anyItem, { maxLength: 30 }),
  removed: fc.array(fc.integer({ min: 0, max: 60 }).map((id) => `item-${id}`)),
});

test('whatever has come and gone, the figures are those of the items that are in', () => {
  fc.assert(
    fc.property(fc.array(anyChange, { maxLength: 12 }), (changes) => {
      const accumulator = new SummaryAccumulator({ lookbackMinutes });
      const items = new Map<string, FeedItem>();
      for (const { put, removed } of changes) {
        const added = [...new Map(put.map((item) => [item.item_id, item])).values()];
        const isIn = ({ item_id }: FeedItem) => items.has(item_id) && !removed.includes(item_id);
        accumulator.apply({
          added: added.filter((item) => !isIn(item)),
          changed: added.filter(isIn),
          removed,
        });
        for (const id of removed) items.delete(id);
        for (const item of added) items.set(item.item_id, item);
        const summary = accumulator.summary(at);
        expect(accumulator.size).toBe(items.size);
        expectFigures(summary, [...items.values()]);
        expect(summary).toEqual(summarize(items.values(), { at, lookbackMinutes }));
      }
    }),
  );
});

test('the newest twenty stay right while the newest ones go and old ones come', () => {
  const accumulator = new SummaryAccumulator({ lookbackMinutes });
  const items = Array.from({ length: 300 }, (_, index) =>
    sampleItem({ item_id: `item-${index}`, created_at: at - index }),
  );
  for (const item of items) accumulator.put(item);
  for (let gone = 0; gone < items.length - 20; gone += 7) {
    const expected = items.slice(gone, gone + 20).map(({ item_id }) => item_id);
    expect(accumulator.summary(at).newest.map(({ item_id }) => item_id)).toEqual(expected);
    for (const item of items.slice(gone, gone + 7)) accumulator.remove(item.item_id);
    accumulator.put(sampleItem({ item_id: `late-${gone}`, created_at: at - 1_000 - gone }));
  }
});

test('money does not drift: a million cents come and go without a trace', () => {
  const accumulator = new SummaryAccumulator({ lookbackMinutes });
  const item = sampleItem({ sale_price: 0.1, cost: 0.0001 });
  accumulator.put(sampleItem({ item_id: 'other', sale_price: 0.2, cost: 0.005 }));
  for (let round = 0; round < 100_000; round += 1) {
    accumulator.put(item);
    accumulator.remove(item.item_id);
  }
  expect(accumulator.summary(at)).toMatchObject({ items: 1, sales: 0.2, cost: 0.01, margin: 0.2 });
});

test('an empty window has all its figures', () => {
  const summary = summarize([], { at, lookbackMinutes });
  expect(summary).toMatchObject({ orders: 0, items: 0, sales: 0, cost: 0, margin: 0, by_country: [] });
  expect(new Set(summary.series.sales_per_second)).toEqual(new Set([0]));
});

test.each([0.1, 0.5, 1, 5, 7, 60, 1_440, 525_600])(
  'the series of %d minutes has 7 to 21 steps that cover the window',
  (minutes) => {
    const { series } = summarize([], { at: at + 123, lookbackMinutes: minutes });
    const count = series.sales_per_second.length;
    expect(count).toBeGreaterThanOrEqual(7);
    expect(count).toBeLessThanOrEqual(21);
    expect(series.from).toBeLessThanOrEqual(at + 123 - minutes * 60_000);
    expect(series.from + count * series.step_seconds * 1_000).toBeGreaterThan(at + 123);
    expect(series.from % (series.step_seconds * 1_000)).toBe(0);
  },
);

test('the message of a summary carries all of it', () => {
  const anyWindow = fc.array(fc.tuple(anyItem, fc.uuid()), { maxLength: 50 });
  fc.assert(
    fc.property(anyWindow, fc.boolean(), (window, uuids) => {
      const items = window.map(([item, id]) => (uuids ? { ...item, item_id: id } : item));
      const summary = summarize(items, { at, lookbackMinutes });
      const message: unknown = JSON.parse(JSON.stringify(encodeSummary(summary, 'c1')));
      expect(message).toMatchObject({ type: 'summary', cursor: 'c1' });
      expect(decodeSummary(message as ReturnType<typeof encodeSummary>)).toEqual(summary);
    }),
  );
});

test('the message of five minutes of the real catalogue takes less than 4 kB', () => {
  const file = readFileSync(new URL('../../../data/products.csv', import.meta.url));
  const products = parse(file, { columns: true }) as Record<string, string>[];
  const countries = [
    ...['China', 'United States', 'Brasil', 'South Korea', 'France', 'United Kingdom', 'Germany', 'Spain'],
    ...['Japan', 'Australia', 'Belgium', 'Poland'],
  ];
  const sources = ['Organic', 'Facebook', 'Search', 'Email', 'Display'];
  const statuses = ['Complete', 'Cancelled', 'Returned', 'Processing', 'Shipped'];
  const sizes = Array.from({ length: 25 }, (_, window) => {
    const items = Array.from({ length: 540 }, (_, index) => {
      const product = products[(window * 1_009 + index * 7_919) % products.length]!;
      return sampleItem({
        item_id: randomUUID(),
        order_id: randomUUID(),
        country: countries[index % 12]!,
        traffic_source: sources[index % 5]!,
        item_status: statuses[index % 5]!,
        category: product['category']!,
        product_name: product['name']!,
        sale_price: Number(product['retail_price']),
        cost: Number(product['cost']),
        created_at: at - index * 555,
      });
    });
    const summary = summarize(items, { at, lookbackMinutes: 5 });
    return Buffer.byteLength(JSON.stringify(encodeSummary(summary, 'k3f9x2ab-123456')));
  });
  expect(sizes.reduce((total, size) => total + size, 0) / sizes.length).toBeLessThan(4_000);
  expect(Math.max(...sizes)).toBeLessThan(4_096);
});
