import type { FeedItem } from '@thelook/feed';
import { ItemView, type ItemSource } from '../../src/window/item-view.js';

const item = (id: string, createdAt: number, change: Partial<FeedItem> = {}): FeedItem => ({
  user_id: 'user',
  age: 36,
  gender: 'F',
  country: 'China',
  traffic_source: 'Search',
  order_id: 'order',
  item_id: id,
  category: 'Jeans',
  cost: 7.25,
  item_status: 'Processing',
  sale_price: 19.99,
  created_at: createdAt,
  department: 'Women',
  product_id: 1,
  product_name: null,
  product_brand: 'Brand',
  ...change,
});

/** Items as a stream keeps them. */
class Items implements ItemSource {
  readonly all = new Map<string, FeedItem>();
  looks = 0;

  put(...items: FeedItem[]): void {
    for (const one of items) this.all.set(one.item_id, one);
  }

  ids(): Iterable<string> {
    return this.all.keys();
  }

  item(id: string, cutoff: number): FeedItem | undefined {
    this.looks += 1;
    const found = this.all.get(id);
    return found && found.created_at * 1_000 >= cutoff ? found : undefined;
  }
}

const nothing = { added: [], changed: [], removed: [] };

test('begins with everything there is, and then looks only at what may have changed', () => {
  const items = new Items();
  for (let n = 0; n < 100; n += 1) items.put(item(`i${n}`, 1_000 + n));
  const view = new ItemView();
  expect(view.update(items, 2_000_000, 0).added).toHaveLength(100);
  items.looks = 0;
  const changed = item('i7', 1_007, { item_status: 'Shipped' });
  items.put(changed);
  view.touch('i7');
  expect(view.update(items, 2_000_000, 0)).toEqual({ at: 2_000, ...nothing, changed: [changed] });
  expect(items.looks).toBe(1);
});

test('lets fall out what is too old, each at its time', () => {
  const items = new Items();
  items.put(item('a', 1_000), item('b', 1_001), item('c', 1_002));
  const view = new ItemView();
  view.update(items, 5_000_000, 1_000_000);
  items.looks = 0;
  expect(view.update(items, 5_000_000, 1_000_001).removed).toEqual(['a']);
  expect(view.update(items, 5_000_000, 1_001_000).removed).toEqual([]);
  expect(view.update(items, 5_000_000, 1_002_001).removed).toEqual(['b', 'c']);
  expect(items.looks).toBeLessThan(8);
});

test('says nothing about an item that looks the same', () => {
  const items = new Items();
  items.put(item('a', 1_000, { sale_price: Number.NaN }));
  const view = new ItemView();
  view.update(items, 5_000_000, 0);
  items.put(item('a', 1_000, { sale_price: Number.NaN }));
  view.touch('a');
  expect(view.update(items, 5_000_000, 0)).toEqual({ at: 5_000, ...nothing });
});

test('keeps an item that has been given a later moment, until that one', () => {
  const items = new Items();
  items.put(item('a', 1_000));
  const view = new ItemView();
  view.update(items, 5_000_000, 0);
  items.put(item('a', 3_000));
  view.touch('a');
  expect(view.update(items, 5_000_000, 2_000_000).removed).toEqual([]);
  expect(view.update(items, 5_000_000, 3_000_001).removed).toEqual(['a']);
});

test('shows again what had fallen out when the clock is set back', () => {
  const items = new Items();
  items.put(item('a', 1_000));
  const view = new ItemView();
  view.update(items, 5_000_000, 0);
  view.update(items, 6_000_000, 1_500_000);
  expect(view.update(items, 5_500_000, 900_000).added).toHaveLength(1);
});

test('goes from a full reading to changes and back without losing or doubling', () => {
  const items = new Items();
  items.put(item('a', 1_000), item('b', 1_001));
  const view = new ItemView();
  view.update(items, 5_000_000, 0);
  const fuller = [item('b', 1_001, { country: 'Brasil' }), item('c', 1_002)];
  expect(view.replace(fuller, 5_001)).toEqual({
    at: 5_001,
    added: [fuller[1]],
    changed: [fuller[0]],
    removed: ['a'],
  });
  // Nobody has touched these: whoever knows the changes did not see what the full reading saw.
  const change = view.update(items, 5_002_000, 0);
  expect(change.added.map(({ item_id }) => item_id)).toEqual(['a']);
  expect(change.changed.map(({ item_id }) => item_id)).toEqual(['b']);
  expect(change.removed).toEqual(['c']);
  expect([...view.items.keys()].sort()).toEqual(['a', 'b']);
});

test('looks at everything when more has changed than it can remember', () => {
  const items = new Items();
  items.put(item('a', 1_000));
  const view = new ItemView();
  view.update(items, 5_000_000, 0);
  for (let n = 0; n < 100_002; n += 1) view.touch(`gone ${n}`);
  items.put(item('b', 1_001));
  expect(view.update(items, 5_000_000, 0).added.map(({ item_id }) => item_id)).toEqual(['b']);
});
