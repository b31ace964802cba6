/** A column as the plug-in `test_decoding` writes it: a null, or a literal in quotes or without. */
const columnPattern = /(\S+?)\[[^\]]*(?:\[\])?\]:('(?:[^']|'')*'|\S+)/g;

/**
 * Whether an UPDATE, a line of `test_decoding` of a table with replica identity FULL, changes nothing besides a column.
 *
 * @example
 * unchanged("table a.b: UPDATE: old-key: id[integer]:1 new-tuple: id[integer]:1 at[date]:'2026-01-01'", 'at'); // true
 */
export function unchanged(line: string, besides: string): boolean {
  const parts = / UPDATE: old-key: (.*) new-tuple: (.*)$/s.exec(line);
  // With no old row in the log the row's own key has changed in nothing, and all else is unknown: as bad.
  if (!parts) return true;
  const [before, after] = [parts[1]!, parts[2]!].map((text) => valuesOf(text, besides));
  return before === after;
}

/** The values of a row, in order; nulls, which an old row leaves out, are left out. */
function valuesOf(text: string, besides: string): string {
  return [...text.matchAll(columnPattern)]
    .filter(([, column, value]) => column !== besides && value !== 'null')
    .map(([value]) => value)
    .join('\n');
}
