import fc from 'fast-check';
import { decodeRecords, encodeRecords, RecordsFrameError, type SalesRecord } from '@thelook/feed';

const record: SalesRecord = {
  user_id: '0193a1b2-0000-7000-8000-000000000001',
  age: 41,
  gender: 'F',
  country: 'Brasil',
  traffic_source: 'Search',
  order_id: '0193a1b2-0000-7000-8000-000000000002',
  item_id: '0193a1b2-0000-7000-8000-000000000003',
  category: 'Jeans',
  cost: 12.5,
  item_status: 'Shipped',
  sale_price: 39.99,
  created_at: 1_764_000_000_123,
};

test('an empty window is a JSON string that holds an empty array', () => {
  expect(encodeRecords([])).toBe('"[]"');
});

test('a frame is parsed twice, and its keys keep their order', () => {
  const once: unknown = JSON.parse(encodeRecords([record]));
  expect(typeof once).toBe('string');
  const records = JSON.parse(String(once)) as SalesRecord[];
  expect(Object.keys(records[0]!)).toEqual(Object.keys(record));
  expect(records).toEqual([record]);
});

test('any text in a record survives the frame', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const records = [{ ...record, country: text, category: `"${text}\\` }];
      expect(decodeRecords(encodeRecords(records))).toEqual(records);
    }),
  );
});

test.each(['', '[]', '{}', '"{}"', '"["', 'nonsense'])('refuses %j as a frame', (frame) => {
  expect(() => decodeRecords(frame)).toThrow(RecordsFrameError);
});
