import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvRecord } from '../../src/rest/csv.js';

test('quotes what has to be quoted, and nothing else', () => {
  expect(csvRecord(['Tops & Tees', 'Tee, "Loose"', 12.5, null, 'a\nb', ' c '])).toBe(
    'Tops & Tees,"Tee, ""Loose""",12.5,,"a\nb", c \r\n',
  );
});

test('any text survives', () => {
  const anyRecord = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1 }), (records) => {
      const text = records.map(csvRecord).join('');
      const options = { relax_column_count: true, record_delimiter: '\r\n', skip_empty_lines: false };
      expect(parse(text, options)).toEqual(records);
    }),
  );
});
