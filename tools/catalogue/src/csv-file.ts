/** A value of a CSV cell; numbers are written as given, so round them first. */
export type CsvValue = string | number;

const NEEDS_QUOTES = /[",\r\n]/;

const cell = (value: CsvValue): string => {
  const text = String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * The text of a CSV file: a header line, a line a row, LF line ends, quotes only where a value needs them.
 *
 * @example
 * csvText(['id', 'name'], [{ id: 1, name: 'Tarrow, Finch' }]); // 'id,name\n1,"Tarrow, Finch"\n'
 */
export const csvText = <Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, CsvValue>>[],
): string =>
  [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(',')), ''].join(
    '\n',
  );
