/** Where a catalogue file is wrong and what would be right. */
export interface CatalogueFault {
  /** Path of the file. */
  file: string;
  /** Line of the file, from 1; absent when the fault is that of the whole file. */
  line?: number | undefined;
  column?: string | undefined;
  /** What the file holds there. */
  value?: string | undefined;
  /** What is wrong, such as `is not a number`. */
  problem: string;
  /** What would be right. */
  allowed: string;
}

const longestShown = 80;

/**
 * A catalogue file cannot be read or holds something that a shop cannot sell. The message tells all of it; `cause`
 * is the error underneath where there is one, such as that of the file system.
 *
 * @example
 * ```ts
 * import { CatalogueError, loadCatalogue } from '@thelook/models';
 *
 * const error = await loadCatalogue('/nowhere').catch((reason) => reason);
 * error instanceof CatalogueError; // => true
 * error.code; // => 'THELOOK_CATALOGUE'
 * error.cause.code; // => 'ENOENT'
 * ```
 */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly code = 'THELOOK_CATALOGUE';
  readonly file: string;
  readonly line: number | undefined;
  readonly column: string | undefined;
  readonly value: string | undefined;

  constructor(fault: CatalogueFault, options?: ErrorOptions) {
    super(describe(fault), options);
    this.file = fault.file;
    this.line = fault.line;
    this.column = fault.column;
    this.value = fault.value;
  }
}

function describe({ file, line, column, value, problem, allowed }: CatalogueFault): string {
  const where = [
    file,
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
  ].join(', ');
  const shown = value === undefined ? '' : `${JSON.stringify(shorten(value))} `;
  return `${where}: ${shown}${problem}; allowed: ${allowed}`;
}

function shorten(value: string): string {
  return value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
}
