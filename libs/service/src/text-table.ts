export interface TextTableOptions {
  /** Columns, from 0, whose cells are set to the right. */
  right?: readonly number[];
}

/**
 * Rows of cells as lines of text, in columns as wide as they have to be; the first row is the heading, and has every column.
 *
 * @example
 * textTable([['slot', 'behind'], ['mine', '1.5 MB']]); // 'slot  behind\nmine  1.5 MB'
 */
export function textTable(
  rows: readonly (readonly string[])[],
  { right = [] }: TextTableOptions = {},
): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const pad = (cell: string, column: number) =>
    right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
