import { textTable } from '@thelook/service';

/** One figure of a benchmark, and what it must reach. */
export interface Figure {
  /** What was measured: a row of the table. */
  name: string;
  value: number;
  unit: string;
  /** The bound that must be met; undefined for figures that are only told. */
  atMost?: number | undefined;
  atLeast?: number | undefined;
}

/** Whether the figure is within its bound; undefined when it has none. */
export function isMet({ value, atMost, atLeast }: Figure): boolean | undefined {
  if (atMost === undefined && atLeast === undefined) return undefined;
  return value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
}

/**
 * The figures as a table.
 *
 * @example
 * console.log(formatTable([{ name: 'p99 gap', value: 1.01, unit: 's', atMost: 1.25 }]));
 */
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${round(figure.value)} ${figure.unit}`,
    bound(figure),
    verdict(figure),
  ]);
  return textTable([['what', 'measured', 'must reach', ''], ...rows]);
}

/** Prints the table and, as the last line, everything as JSON. */
export function printReport(benchmark: string, figures: readonly Figure[], details: object = {}): void {
  console.log(`\n${formatTable(figures)}\n`);
  const measured = figures.map((figure) => ({
    ...figure,
    value: round(figure.value),
    met: isMet(figure),
  }));
  console.log(`RESULT ${JSON.stringify({ benchmark, figures: measured, ...details })}`);
}

/** Four digits that count. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}

function bound({ unit, atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `<= ${round(atMost)} ${unit}`;
  return atLeast === undefined ? '' : `>= ${round(atLeast)} ${unit}`;
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  return met === undefined ? '' : met ? 'met' : 'NOT MET';
}
