import { parse } from 'csv-parse/sync';
import { csvText } from '../src/csv-file.js';

describe('csvText', () => {
  test('quotes only what needs quotes', () => {
    expect(
      csvText(
        ['id', 'name'],
        [
          { id: 1, name: 'Plain' },
          { id: 2, name: 'Tarrow, Finch' },
        ],
      ),
    ).toBe('id,name\n1,Plain\n2,"Tarrow, Finch"\n');
  });

  test('is read back as it was, quotes and line ends included', () => {
    const rows = [
      { name: 'a "b"', note: 'two\nlines' },
      { name: '', note: 'c,d\r' },
    ];
    expect(parse(csvText(['name', 'note'], rows), { columns: true, record_delimiter: '\n' })).toEqual(rows);
  });
});
