/**
 * Where records stand in their file. Worked out only when there is something to complain about: the parser's own
 * count of bytes would make every healthy load slower, and its count of lines takes CRLF within quotes for two.
 */
import { CsvError, parse } from 'csv-parse/sync';

/** RFC 4180 with any line endings; whether records are complete is checked where their columns are known. */
export const dialect = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
};

/** The line, from 1, on which a record begins, given the number of records before it. */
export function lineOfRecord(content: Buffer, index: number): number {
  return lineAt(content, offsetOfRecord(content, index));
}

/**
 * The byte behind the record before the one with this index. When the file has less records, or turns into no CSV
 * before it, that is the byte behind the last good one.
 */
export function offsetOfRecord(content: Buffer, index: number): number {
  let offset = 0;
  let records = 0;
  const count = (_fields: string[], { bytes }: { bytes: number }): null => {
    if (records < index) offset = bytes;
    records += 1;
    return null;
  };
  try {
    parse(content, { ...dialect, on_record: count });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return offset;
}

/** The line, from 1, on which the first text at or after a byte of a file stands. */
export function lineAt(content: Buffer, offset: number): number {
  const lineFeed = 10;
  const carriageReturn = 13;
  let start = offset;
  while (content[start] === lineFeed || content[start] === carriageReturn) start += 1;
  return 1 + countLineBreaks(content.subarray(0, start).toString());
}

/** How often a text goes to a new line. */
export function countLineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
