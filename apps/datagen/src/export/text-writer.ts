import type { Column } from '@thelook/db';
import type { TableWriter } from './table-writer.js';

/** Characters that are written at once. */
const PIECE_LENGTH = 262_144;

class TextWriter implements TableWriter {
  #text: string;
  readonly #line: (row: object) => string;

  constructor(head: string, line: (row: object) => string) {
    this.#text = head;
    this.#line = line;
  }

  add(row: object): void {
    this.#text += this.#line(row);
  }

  get isFull(): boolean {
    return this.#text.length >= PIECE_LENGTH;
  }

  take(): Uint8Array {
    const piece = Buffer.from(this.#text);
    this.#text = '';
    return piece;
  }

  end(): Uint8Array {
    return this.take();
  }
}

/**
 * CSV as RFC 4180 describes it and PostgreSQL's `\copy ... csv header` reads it: a line of column names; an empty
 * field is null and `""` the empty text; moments in UTC. Lines end with a line feed, as those that PostgreSQL writes.
 */
export function csvWriter(columns: readonly Column[]): TableWriter {
  const names = columns.map(([name]) => name);
  return new TextWriter(`${names.join(',')}\n`, (row) => {
    const values = row as Readonly<Record<string, unknown>>;
    let line = '';
    for (const name of names) line += line === '' ? csvField(values[name]) : `,${csvField(values[name])}`;
    return `${line}\n`;
  });
}

/** What has to be quoted; and blanks at the ends, which some programs cut off otherwise. */
const special = /[",\r\n]|^\s|\s$|^\\\.$/;

/**
 * A value as a field of a CSV file.
 *
 * @example
 * csvField('6" heels, red'); // '"6"" heels, red"'
 */
export function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  const text = String(value);
  return text === '' || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One JSON object a line, with moments in ISO 8601, in UTC. */
export function ndjsonWriter(): TableWriter {
  return new TextWriter('', (row) => `${JSON.stringify(row)}\n`);
}
