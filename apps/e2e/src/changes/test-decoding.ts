import { commitOf, rowText, type ChangeLine, type Row } from './change-line.js';

/** A change as both plug-ins tell it, with the number of its transaction. */
export interface ToldChange {
  xid: number;
  text: string;
}

/** A column as the plug-in `test_decoding` writes it: a null, or a literal in quotes or without. */
const columnPattern = /(\S+?)\[[^\]]*(?:\[\])?\]:('(?:[^']|'')*'|\S+)/g;
const linePattern = /^table "?([^".]+)"?\."?([^".:]+)"?: (INSERT|UPDATE|DELETE): (.*)$/s;

/**
 * What a line of `test_decoding` tells of a table with replica identity FULL; undefined for the beginning and the end of
 * a transaction.
 */
export function readTestDecoding(xid: number, line: string): ToldChange | undefined {
  const [, schema = '', table = '', kind = '', rest = ''] = linePattern.exec(line) ?? [];
  if (kind === '') return undefined;
  const [, old, fresh] = /^old-key: (.*) new-tuple: (.*)$/s.exec(rest) ?? [];
  const rows = kind === 'UPDATE' ? [old ?? '', fresh ?? rest] : kind === 'INSERT' ? ['', rest] : [rest, ''];
  return { xid, text: told(`${schema}.${table}`, kind, rows.map(columnsOf)) };
}

/** The same of a line of `changes`. */
export function readChangeLine(line: ChangeLine): ToldChange {
  const { schema, table, txId } = line.source;
  const kind = { c: 'INSERT', u: 'UPDATE', d: 'DELETE', r: 'READ', t: 'TRUNCATE', m: 'MESSAGE' }[line.op];
  const rows = [line.before, line.after].map((row) => (row ? rowText(row) : ''));
  return { xid: txId ?? commitOf(line), text: told(`${schema}.${table}`, kind, rows) };
}

function told(table: string, kind: string, [before = '', after = '']: readonly string[]): string {
  return `${table} ${kind}\n${before}\n->\n${after}`;
}

/** The values of a row in order; nulls, which an old row leaves out, are left out. */
function columnsOf(text: string): string {
  const row: Row = {};
  for (const [, name = '', value = ''] of text.matchAll(columnPattern)) {
    if (value === 'null') continue;
    if (value.startsWith("'")) row[name] = value.slice(1, -1).replaceAll("''", "'");
    // Numbers come as such in lines, and the two languages write small ones differently.
    else row[name] = /^-?[\d.]+e[-+]\d+$/.test(value) ? Number(value) : value;
  }
  return rowText(row);
}

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
  const [before, after] = [parts[1]!, parts[2]!].map((text) =>
    columnsOf(text)
      .split('\n')
      .filter((column) => !column.startsWith(`${besides}=`))
      .join('\n'),
  );
  return before === after;
}
