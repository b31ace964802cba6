import type { EventRow } from '@thelook/models';
import fc from 'fast-check';
import { PageQueue } from '../../src/live/page-queue.js';

const page = (moment: number, sequence: number): EventRow =>
  ({ created_at: new Date(moment), sequence_number: sequence }) as EventRow;

const order = (one: EventRow, other: EventRow): number =>
  one.created_at.getTime() - other.created_at.getTime() || one.sequence_number - other.sequence_number;

test('tells pages in the order of their moments, and no page before it is due', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 5 }))), fc.nat(50), (pages, now) => {
      const queue = new PageQueue();
      const rows = pages.map(([moment, sequence]) => page(moment, sequence));
      queue.add(rows);
      const sorted = rows.toSorted(order);
      const due = sorted.filter(({ created_at }) => created_at.getTime() <= now);
      const told = queue.take(now);
      expect(told.map(({ created_at }) => created_at)).toEqual(due.map(({ created_at }) => created_at));
      expect(told.toSorted(order)).toEqual(told);
      expect(queue.size).toBe(rows.length - due.length);
      expect(queue.next).toBe(sorted[due.length]?.created_at.getTime() ?? Infinity);
      expect(queue.take(50).length).toBe(rows.length - due.length);
    }),
  );
});
