import { csvField, csvWriter, ndjsonWriter } from '../../src/export/text-writer.js';

test.each([
  [null, ''],
  ['', '""'],
  ['plain', 'plain'],
  ['6" heels, red', '"6"" heels, red"'],
  ['two\nlines', '"two\nlines"'],
  [' blank', '" blank"'],
  ['\\.', '"\\."'],
  [0.5, '0.5'],
  [new Date('2026-01-31T12:00:00.000Z'), '2026-01-31T12:00:00.000Z'],
])('the CSV field of %j is %s', (value, field) => {
  expect(csvField(value)).toBe(field);
});

test('CSV has a line of names, then a line a row, in the order of the columns', () => {
  const writer = csvWriter([
    ['id', { type: 'integer', nullable: false }],
    ['name', { type: 'text', nullable: true }],
  ]);
  writer.add({ name: null, id: 1 });
  writer.add({ id: 2, name: 'a' });
  expect(Buffer.from(writer.end()).toString()).toBe('id,name\n1,\n2,a\n');
});

test('NDJSON has an object a line', () => {
  const writer = ndjsonWriter();
  writer.add({ id: 1, at: new Date(0), brand: null });
  expect(Buffer.from(writer.end()).toString()).toBe(
    '{"id":1,"at":"1970-01-01T00:00:00.000Z","brand":null}\n',
  );
});
