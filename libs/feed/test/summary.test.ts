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

type KeyOf = (item: FeedItem) => string;

function groups(items: FeedItem[], keyOf: KeyOf) {
  return [...new Set(items.map(keyOf))].map((key): SummaryGroup => {
    const members = items.filter((item) => keyOf(item) === key);
    return { key, items: members.length, sales: sum(members, 'sale_price'), cost: sum(members, 'cost') };
  });
}

function bandOf(age: number): string {
  if (age < 20) return 'under 20';
  return age >= 60 ? '60 and over' : `${Math.floor(age / 10)}0-${Math.floor(age / 10)}9`;
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
  for (const [shown, keyOf] of [
    [summary.by_country, (item) => item.country],
    [summary.by_traffic_source, (item) => item.traffic_source],
    [summary.by_category, (item) => item.category],
    [summary.by_status, (item) => item.item_status],
    [summary.by_department, (item) => item.department],
    [summary.by_age, (item) => bandOf(item.age)],
    [summary.top_brands, (item) => item.product_brand ?? ''],
  ] as [SummaryGroup[], KeyOf][]) {
    const expected = groups(items, keyOf).filter(({ key }) => key !== '');
    expect(shown).toHaveLength(expected.length);
    expect(shown).toEqual(expect.arrayContaining(expected));
    expect(shown.map(({ sales }) => sales)).toEqual(shown.map(({ sales }) => sales).sort((a, b) => b - a));
  }
  expect(summary.top_products).toEqual(
    groups(items, ({ product_id }) => String(product_id))
      .map(({ key, items: sold, sales }) => {
        const { product_id, product_name, product_brand } = items.find(
          (item) => item.product_id === Number(key),
        )!;
        return { product_id, product_name, product_brand, items: sold, sales };
      })
      .sort((a, b) => b.sales - a.sales || a.product_id - b.product_id)
      .slice(0, 6),
  );
  for (const { key, orders } of summary.orders_by_status) {
    const members = items.filter((item) => item.item_status === key);
    expect(orders).toBe(new Set(members.map(({ order_id }) => order_id)).size);
  }
  const { series } = summary;
  const total = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0);
  expect([total(series.items), total(series.orders)]).toEqual([summary.items, summary.orders]);
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
        // In which step an order is depends on which of its items came first.
        const series = { ...summary.series, orders: expect.any(Array) };
        expect(summarize(items.values(), { at, lookbackMinutes })).toEqual({ ...summary, series });
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
  'the series of %d minutes has 22 to 61 steps that cover the window',
  (minutes) => {
    const { series } = summarize([], { at: at + 123, lookbackMinutes: minutes });
    const count = series.sales_per_second.length;
    expect(count).toBeGreaterThanOrEqual(22);
    expect(count).toBeLessThanOrEqual(61);
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
      const plain = summarize(items, { at, lookbackMinutes });
      const summary = uuids ? withEverything(plain) : plain;
      const message: unknown = JSON.parse(JSON.stringify(encodeSummary(summary, 'c1')));
      expect(message).toMatchObject({ type: 'summary', cursor: 'c1' });
      expect(decodeSummary(message as ReturnType<typeof encodeSummary>)).toEqual(summary);
    }),
  );
});

/** A summary with what only a feed knows. */
function withEverything(summary: Summary): Summary {
  const { from, sales_per_second } = summary.series;
  const status_changes = {
    since: at - 300_000,
    ...{ shipped: { items: 512, sales: 30_123.45 }, delivered: { items: 498, sales: 29_876.5 } },
    ...{ returned: { items: 101, sales: 6_001.25 }, cancelled: { items: 17, sales: 1_002.75 } },
    newest: summary.newest.slice(0, 6).map((item) => ({
      ...{ item_id: item.item_id, status: item.item_status, changed_at: item.created_at },
      ...{ product_name: item.product_name, country: item.country, sale_price: item.sale_price },
    })),
  };
  return {
    ...summary,
    by_customer: [
      { key: 'returning', items: 401, sales: 23_456.75, cost: 11_234.5 },
      { key: 'new', items: 139, sales: 8_123.25, cost: 4_021.5 },
    ],
    before: {
      ...{ from: from - 300_000, to: from, orders: 350, items: 512, sales: 30_123.45, cost: 15_001.5 },
      sales_per_second: [...sales_per_second].reverse(),
    },
    status_changes,
    visits: {
      since: at - 600_000,
      by_source: ['Search', 'Organic', 'Email', 'Facebook', 'Display'].map((source, index) => ({
        ...{ source, visits: 12_345 - index, products: 8_321 - index, carts: 1_234, purchases: 345 },
      })),
    },
    stock: {
      ...{ at: at - 2_345, since: at - 86_400_000, products: 29_120, out_of_stock: 1_234 },
      newest: summary.top_products.slice(0, 5).map(({ product_id, product_name }, index) => ({
        ...{ product_id, product_name, in_stock: index % 2 === 1, changed_at: at - index * 1_234 },
      })),
    },
    sale_days: [
      { from: at - 300_000, to: at - 250_500 },
      { from: at - 60_000, to: at },
    ],
    others: { country: summary.by_country },
    newest: summary.newest.map((item, index) => ({ ...item, place: [51.5 - index, -116.4 + index] })),
  };
}

test.each([1, 5, 15, 60])(
  'the windows that the page offers have 61 points at most, and 60 at least: %d',
  (minutes) => {
    const count = summarize([], { at, lookbackMinutes: minutes }).series.sales_per_second.length;
    expect([60, 61]).toContain(count);
  },
);

test('a message of a server that knows less makes a summary that says less', () => {
  const full = encodeSummary(withEverything(summarize([sampleItem()], { at, lookbackMinutes })), 'c1');
  const { type, cursor, window_seconds, orders, items, sales, cost, margin, newest } = full;
  const { by_country, by_traffic_source, by_category, by_status } = full;
  const { from, step_seconds, sales_per_second } = full.series;
  const decoded = decodeSummary({
    ...{ type, cursor, at, window_seconds, orders, items, sales, cost, margin, newest },
    ...{ by_country, by_traffic_source, by_category, by_status },
    series: { from, step_seconds, sales_per_second },
  });
  expect(decoded).toMatchObject({
    ...{
      orders: 1,
      items: 1,
      by_age: [],
      top_products: [],
      others: {},
      before: null,
      status_changes: null,
      visits: null,
      sale_days: null,
      stock: null,
    },
    series: { items: [], orders: [], sales_per_second },
  });
});

test('the message of five minutes of the real catalogue takes less than 8 kB', () => {
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
        age: 12 + (index % 60),
        department: index % 2 ? 'Men' : 'Women',
        product_id: index,
        product_brand: product['brand'] || null,
      });
    });
    const summary = withEverything(summarize(items, { at, lookbackMinutes: 5 }));
    // What a filter keeps out is in no other list.
    const [chosen, others] = [summary.by_country.slice(0, 6), summary.by_country.slice(6)];
    Object.assign(summary, { by_country: chosen, others: { country: others } });
    return Buffer.byteLength(JSON.stringify(encodeSummary(summary, 'k3f9x2ab-123456')));
  });
  expect(sizes.reduce((total, size) => total + size, 0) / sizes.length).toBeLessThan(8_000);
  expect(Math.max(...sizes)).toBeLessThan(8_192);
});
