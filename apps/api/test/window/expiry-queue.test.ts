import fc from 'fast-check';
import { ExpiryQueue } from '../../src/window/expiry-queue.js';

test('gives what is due in the order of moments, whatever order it was pushed in', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), fc.double({ noNaN: true }), (moments, limit) => {
      const queue = new ExpiryQueue();
      moments.forEach((moment, index) => queue.push(moment, String(index)));
      const taken: number[] = [];
      for (;;) {
        const id = queue.takeUntil(limit);
        if (id === undefined) break;
        taken.push(moments[Number(id)]!);
      }
      const due = moments.filter((moment) => moment <= limit).sort((a, b) => a - b);
      expect(taken).toEqual(due);
      expect(queue.size).toBe(moments.length - due.length);
    }),
  );
});

test('keeps its order between pushes and takes', () => {
  const queue = new ExpiryQueue();
  queue.push(5, 'five');
  queue.push(1, 'one');
  expect(queue.takeUntil(3)).toBe('one');
  queue.push(2, 'two');
  queue.push(4, 'four');
  expect(['two', 'four', 'five'].map(() => queue.takeUntil(9))).toEqual(['two', 'four', 'five']);
});

test('tells when most of it is stale', () => {
  const queue = new ExpiryQueue();
  for (let n = 0; n < 3_000; n += 1) queue.push(n, 'same');
  expect(queue.isStale(1)).toBe(true);
  expect(queue.isStale(2_000)).toBe(false);
  queue.clear();
  expect(queue.isStale(0)).toBe(false);
});
