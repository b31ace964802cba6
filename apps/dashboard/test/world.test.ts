import type { RecentItem } from '@thelook/feed';
import { readFileSync } from 'node:fs';
import { outlines, pointOf, WORLD } from '../src/map/world-outlines.js';
import { arrivalsOf } from '../src/model/arrivals.js';
import { countryCodes } from '../src/model/country-codes.js';
import { shadesOf } from '../src/model/shades.js';

const places = readFileSync(new URL('../../../data/world_pop.csv', import.meta.url), 'utf8');

test('every country that the shop sells to is on the map', () => {
  const codes = countryCodes(outlines);
  const [head, ...rows] = places.trim().split(/\r?\n/);
  // No country has a comma in its name; some cities do, so it is counted from the end.
  const fromEnd = head!.split(',').length - head!.split(',').indexOf('country');
  const countries = new Set(rows.map((row) => row.split(',').at(-fromEnd)!));
  expect(countries.size).toBeGreaterThan(10);
  expect([...countries].filter((country) => !codes.has(country))).toEqual([]);
  expect(codes.get('Brasil')).toBe(codes.get('Brazil'));
});

test('places are where they are: inside of the box, north above south and west before east', () => {
  const [london, sydney, new_york] = [pointOf(51.5, -0.1)!, pointOf(-33.9, 151.2)!, pointOf(40.7, -74)!];
  expect(london[1]).toBeLessThan(sydney[1]);
  expect(new_york[0]).toBeLessThan(london[0]);
  for (const [x, y] of [london, sydney, new_york]) {
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(WORLD.width);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(WORLD.height);
  }
});

test('what has sales is never as pale as what has none', () => {
  const group = (key: string, sales: number) => ({ key, sales, items: 1, cost: 0 });
  const shades = shadesOf([group('a', 10_000), group('b', 3_000), group('c', 1), group('d', 0)]);
  expect([...shades.values()]).toEqual([4, 2, 1, 1]);
  expect(shadesOf([]).size).toBe(0);
});

test('new items stay for a while, each once, and not without end', () => {
  const item = (number: number, created_at: number) =>
    ({ item_id: `item-${number}`, created_at }) as RecentItem;
  const first = arrivalsOf([], [item(2, 9_000), item(1, 8_000)], 10_000);
  const then = arrivalsOf(first, [item(3, 27_000), item(2, 9_000)], 28_500);
  expect(then.map(({ item_id }) => item_id)).toEqual(['item-3', 'item-2']);
  const many = Array.from({ length: 200 }, (_, number) => item(number, 30_000));
  expect(arrivalsOf(then, many, 30_000)).toHaveLength(60);
});
