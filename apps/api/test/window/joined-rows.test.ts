import { JoinedRows } from '../../src/window/joined-rows.js';

const row = (value: string) => () => value;

test('wants the rows that items show and that it does not know', () => {
  const rows = new JoinedRows<number, string>(false);
  rows.link(1, 'a');
  rows.link(1, 'b');
  rows.put(2, row('two'));
  rows.link(2, 'c');
  expect([...rows.wanted]).toEqual([1]);
  expect([rows.get(1), rows.get(2)]).toEqual([undefined, 'two']);
  expect(rows.endReading(rows.beginReading(), [[1, 'one']])).toEqual(['a', 'b']);
  expect([...rows.wanted]).toEqual([]);
  expect(rows.get(1)).toBe('one');
});

test('takes a key without a row for one that has none, and wants it no more', () => {
  const rows = new JoinedRows<number, string>(false);
  rows.link(1, 'a');
  rows.endReading(rows.beginReading(), []);
  expect(rows.get(1)).toBeNull();
  expect(rows.wanted.size).toBe(0);
  expect([...rows.put(1, row('one'))]).toEqual(['a']);
  expect(rows.get(1)).toBe('one');
});

test('trusts a change that arrives during the reading more than what is read', () => {
  const rows = new JoinedRows<number, string>(false);
  for (const key of [1, 2, 3]) rows.link(key, `item ${key}`);
  const reading = rows.beginReading();
  rows.put(1, row('new'));
  rows.remove(2);
  rows.unlink(3, 'item 3');
  rows.link(3, 'item 3');
  rows.endReading(reading, [
    [1, 'old'],
    [2, 'old'],
    [3, 'old'],
  ]);
  expect([rows.get(1), rows.get(2), rows.get(3)]).toEqual(['new', null, undefined]);
  expect([...rows.wanted]).toEqual([3]);
});

test('drops what is read when another reading has begun', () => {
  const rows = new JoinedRows<number, string>(false);
  rows.link(1, 'a');
  const first = rows.beginReading();
  rows.link(2, 'b');
  const second = rows.beginReading();
  expect(rows.endReading(first, [[1, 'one']])).toEqual([]);
  expect(rows.endReading(second, [[2, 'two']])).toEqual(['a', 'b']);
  expect([rows.get(1), rows.get(2)]).toEqual([null, 'two']);
});

test('reads a row again of which a change does not tell enough', () => {
  const rows = new JoinedRows<number, string>(false);
  rows.put(1, row('one'));
  rows.link(1, 'a');
  rows.put(1, () => undefined);
  expect([...rows.wanted]).toEqual([1]);
});

test('knows that a row does not exist while it has them all', () => {
  const rows = new JoinedRows<number, string>(true, 2);
  rows.link(1, 'a');
  expect(rows.get(1)).toBeNull();
  for (const key of [2, 3, 4]) rows.put(key, row('spare'));
  // One too many: the oldest has been forgotten, so that an unknown one may exist.
  rows.link(2, 'b');
  rows.link(4, 'c');
  expect([rows.get(2), rows.get(4)]).toEqual([undefined, 'spare']);
});

test('keeps a row that is no longer shown for the next item', () => {
  const rows = new JoinedRows<number, string>(false);
  rows.put(1, row('one'));
  rows.link(1, 'a');
  rows.unlink(1, 'a');
  rows.put(1, (known) => `${known} changed`);
  rows.link(1, 'b');
  expect(rows.get(1)).toBe('one changed');
  rows.remove(1);
  rows.unlink(1, 'b');
  rows.link(1, 'c');
  expect(rows.get(1)).toBeUndefined();
});
