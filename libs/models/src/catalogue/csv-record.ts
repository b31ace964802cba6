import { CatalogueError } from './catalogue-error.js';
import { countLineBreaks, lineOfRecord } from './csv-position.js';

/** The file that records came from. */
export interface CsvSource<Column extends string> {
  file: string;
  content: Buffer;
  /** Names of the columns as the file spells them. */
  header: readonly string[];
  positions: Readonly<Record<Column, number>>;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** The largest `integer` of PostgreSQL. */
const largestInteger = 2 ** 31 - 1;

/** One record of a CSV file, read by column name, that knows where it stands in the file. */
export class CsvRecord<Column extends string> {
  readonly #source: CsvSource<Column>;
  readonly #fields: readonly string[];
  readonly #index: number;

  /**
   * @param index how many records the file holds before this one, the header included
   * @throws {CatalogueError} when the record has not as many fields as the header
   */
  constructor(source: CsvSource<Column>, fields: readonly string[], index: number) {
    this.#source = source;
    this.#fields = fields;
    this.#index = index;
    const { file, content, header } = source;
    if (fields.length === header.length) return;
    throw new CatalogueError({
      file,
      line: lineOfRecord(content, index),
      column: header[fields.length],
      value: fields.join(','),
      problem:
        fields.length < header.length
          ? `is cut off after ${fields.length} fields`
          : `has ${fields.length} fields, more than the header`,
      allowed: `the ${header.length} fields of the header, those with a comma in quotes`,
    });
  }

  /** The field as it stands in the file. */
  text(column: Column): string {
    return this.#fields[this.#source.positions[column]]!;
  }

  /** The field, which must not be empty. */
  filledText(column: Column): string {
    const text = this.textOrNull(column);
    if (text === null) throw this.fault(column, 'is empty', 'a text that is not empty');
    return text;
  }

  /** The field, or null where there is nothing in it. */
  textOrNull(column: Column): string | null {
    const text = this.text(column);
    return text.trim() === '' ? null : text;
  }

  /** A number from `least` to `most`, such as `25`, `25.0` or `27.309999999999999`. */
  number(column: Column, least: number, most = Number.MAX_VALUE): number {
    const text = this.text(column).trim();
    const value = decimal.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    const range = most === Number.MAX_VALUE ? `of ${least} or more` : `from ${least} to ${most}`;
    const problem = Number.isNaN(value) ? 'is not a number' : 'is out of range';
    throw this.fault(column, problem, `a number ${range}`);
  }

  /** A whole number that fits a database's `integer`, such as `7` or `7.0`. */
  wholeNumber(column: Column): number {
    const value = this.number(column, 0, largestInteger);
    if (Number.isInteger(value)) return value;
    throw this.fault(column, 'is not a whole number', `a whole number from 0 to ${largestInteger}`);
  }

  /** The error that says that the field is wrong. */
  fault(column: Column, problem: string, allowed: string): CatalogueError {
    const { file, content, positions } = this.#source;
    const before = this.#fields.slice(0, positions[column]).join('');
    const line = lineOfRecord(content, this.#index) + countLineBreaks(before);
    return new CatalogueError({ file, line, column, value: this.text(column), problem, allowed });
  }
}
