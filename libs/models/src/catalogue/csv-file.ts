import { CsvError, parse } from 'csv-parse/sync';
import { CatalogueError, type CatalogueFault } from './catalogue-error.js';
import { dialect, lineAt, lineOfRecord, offsetOfRecord } from './csv-position.js';
import { CsvRecord, type CsvSource } from './csv-record.js';

/** Columns that a file must have, each with other spellings of its name that are taken too. */
export type CsvColumns<Column extends string> = Readonly<Record<Column, readonly string[]>>;

/**
 * Reads a CSV file (RFC 4180, UTF-8, with or without byte order mark, any line endings) by the names in its header.
 * Columns may stand in any order; those not asked for are ignored. Letter case, spaces, hyphens and underscores of
 * names do not matter. Lines without any content are skipped.
 *
 * @throws {CatalogueError} when the file cannot be read, is no well-formed CSV, lacks a column or has no records
 */
export function readCsvFile<Column extends string>(
  file: string,
  columns: CsvColumns<Column>,
): CsvRecord<Column>[] {
  const content = readContent(file);
  const names = Object.keys(columns) as Column[];
  const records = splitRecords(file, content);
  const first = records.findIndex(hasContent);
  const header = records[first];
  if (!header) {
    throw new CatalogueError({
      file,
      problem: 'the file is empty',
      allowed: `a header with ${names.join(', ')}`,
    });
  }
  const headerLine = (): number => lineOfRecord(content, first);
  const source: CsvSource<Column> = {
    file,
    content,
    header,
    positions: findColumns(file, headerLine, header, columns),
  };
  const found: CsvRecord<Column>[] = [];
  for (let index = first + 1; index < records.length; index += 1) {
    const fields = records[index]!;
    if (hasContent(fields)) found.push(new CsvRecord(source, fields, index));
  }
  if (found.length === 0) {
    throw new CatalogueError({
      file,
      line: headerLine(),
      problem: 'there is nothing after the header',
      allowed: 'one record or more',
    });
  }
  return found;
}

function hasContent(fields: readonly string[]): boolean {
  return fields.some((field) => field.trim() !== '');
}

function readContent(file: string): Buffer {
  let content: Buffer;
  try {
    // Asked for when it is needed: an import would keep the library from browsers, which have no files.
    content = process.getBuiltinModule('node:fs').readFileSync(file);
  } catch (cause) {
    throw new CatalogueError(
      { file, problem: 'the file cannot be read', allowed: 'a readable CSV file' },
      { cause },
    );
  }
  if (!isText(content)) {
    throw new CatalogueError({
      file,
      line: firstLineNotText(content),
      problem: 'the text is not UTF-8',
      allowed: 'a CSV file in UTF-8',
    });
  }
  return content;
}

/** Zero bytes are valid UTF-8, but betray UTF-16, and no database takes them in a text. */
function isText(content: Buffer): boolean {
  return process.getBuiltinModule('node:buffer').isUtf8(content) && !content.includes(0);
}

function firstLineNotText(content: Buffer): number | undefined {
  for (let line = 1, start = 0; start < content.length; line += 1) {
    const next = content.indexOf('\n', start) + 1 || content.length;
    if (!isText(content.subarray(start, next))) return line;
    start = next;
  }
  return undefined;
}

function splitRecords(file: string, content: Buffer): string[][] {
  try {
    return parse(content, dialect);
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new CatalogueError(malformed(file, content, cause), { cause });
  }
}

function malformed(file: string, content: Buffer, cause: CsvError): CatalogueFault {
  const [header] = parse(content, { ...dialect, to: 1 });
  const field: unknown = cause['column'];
  const offset = offsetOfRecord(content, Infinity);
  const [beginning] = content
    .subarray(offset)
    .toString()
    .trimStart()
    .split(/[\r\n]/, 1);
  return {
    file,
    line: lineAt(content, offset),
    column: typeof field === 'number' ? header?.[field] : undefined,
    value: beginning,
    problem:
      cause.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'opens a quote that is never closed'
        : 'has a quote in the wrong place',
    allowed: 'fields either without quotes or in a pair of them, quotes within doubled',
  };
}

function findColumns<Column extends string>(
  file: string,
  headerLine: () => number,
  header: readonly string[],
  columns: CsvColumns<Column>,
): Record<Column, number> {
  const found = header.map(plain);
  const position = (name: Column): number => {
    for (const spelling of [name, ...columns[name]]) {
      const first = found.indexOf(plain(spelling));
      if (first !== -1 && found.includes(plain(spelling), first + 1)) {
        throw new CatalogueError({
          file,
          line: headerLine(),
          column: name,
          problem: 'the column is there twice',
          allowed: 'one such column',
        });
      }
      if (first !== -1) return first;
    }
    throw new CatalogueError({
      file,
      line: headerLine(),
      column: name,
      value: header.join(','),
      problem: `lacks the column ${name}`,
      allowed: `a header with ${Object.keys(columns).join(', ')}`,
    });
  };
  const names = Object.keys(columns) as Column[];
  return Object.fromEntries(names.map((name) => [name, position(name)])) as Record<Column, number>;
}

/** A column's name without what spellings differ in. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
