import type { EventRow } from '@thelook/models';
import { PageQueue } from '../../src/live/page-queue.js';
import { ShopTime } from '../../src/live/shop-time.js';

const running = { realFrom: 0, shopFrom: 0, speed: 10 };
const held = { realFrom: 1_000, shopFrom: 10_000, speed: 0 };

const page = (moment: number, sequence: number): EventRow =>
  ({ created_at: new Date(moment), sequence_number: sequence }) as EventRow;
const momentsOf = (pages: readonly EventRow[]): number[] =>
  pages.map(({ created_at }) => created_at.getTime());

test('what is ahead while time is held is dated as if it went on now', () => {
  const time = new ShopTime([running, held], () => 5_000);
  expect(time.realAt(10_000)).toBe(1_000);
  expect(time.realAt(10_500)).toBe(5_050);
});

test('pages that wait are dated anew when time is held and goes on, and stay in order', () => {
  let now = 500;
  const time = new ShopTime([running], () => now);
  const queue = new PageQueue();
  time.onChange((redate) => queue.redate(redate));
  queue.add([9_000, 12_000, 15_000].map((shop, place) => page(time.realAt(shop), place + 1)));
  now = 2_000;
  time.update([running, held]);
  expect(momentsOf(queue.take(1_900))).toEqual([900]);
  expect(queue.next).toBeGreaterThan(2_000);
  now = 3_000;
  time.update([running, held, { realFrom: 3_000, shopFrom: 10_000, speed: 1 }]);
  const order = time.realAt(16_000);
  const moments = momentsOf(queue.take(order));
  expect(moments).toHaveLength(2);
  expect(moments[0]).toBeGreaterThanOrEqual(1_000);
  expect(moments[1]).toBeGreaterThanOrEqual(moments[0]!);
});

test('when time passes faster no page lies behind the order that it led to', () => {
  const time = new ShopTime([running], () => 0);
  const queue = new PageQueue();
  time.onChange((redate) => queue.redate(redate));
  queue.add([50_000, 60_000].map((shop, place) => page(time.realAt(shop), place + 1)));
  time.update([running, { realFrom: 1_000, shopFrom: 10_000, speed: 1_000 }]);
  const order = time.realAt(61_000);
  expect(order).toBe(1_051);
  expect(momentsOf(queue.take(order))).toEqual([1_040, 1_050]);
});
