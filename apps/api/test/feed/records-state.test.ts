import { encodeRecords, type SalesRecord } from '@thelook/feed';
import fc from 'fast-check';
import { RecordsState } from '../../src/feed/records-state.js';
import { sampleItem } from './scripted-window.js';

const text = fc.string({ unit: 'binary' });

/** What `new Frame` has put behind its header. */
function payload(bytes: Buffer | undefined): string {
  const header = bytes?.[1] === 126 ? 4 : bytes?.[1] === 127 ? 10 : 2;
  return String(bytes?.subarray(header));
}

test('a frame put together from records is the one that encodeRecords makes', () => {
  const records = fc.array(
    fc.record({ country: text, category: text, traffic_source: text, cost: fc.double({ noNaN: true }) }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(records, records, (first, second) => {
      const items = first.map((over, number) => sampleItem(number, over));
      const changed = items.slice(0, second.length).map((item, number) => ({ ...item, ...second[number] }));
      const state = new RecordsState(items, true);
      state.refreshed({ at: 1, added: [], changed, removed: [] });
      const now = items.map((item, number): SalesRecord => {
        const { department, product_id, product_name, product_brand, ...record } = changed[number] ?? item;
        expect([department, product_id, product_name, product_brand]).toHaveLength(4);
        return record;
      });
      expect(payload(state.frameSince()?.bytes(false))).toBe(encodeRecords(now));
    }),
  );
});

test('what has left the window has left the frame', () => {
  const state = new RecordsState([sampleItem(1), sampleItem(2)], true);
  state.refreshed({ at: 1, added: [sampleItem(3)], changed: [], removed: [sampleItem(1).item_id] });
  expect(payload(state.frameSince()?.bytes(false))).not.toContain('order-1');
  expect(state.frameSince()?.rows).toBe(2);
});
