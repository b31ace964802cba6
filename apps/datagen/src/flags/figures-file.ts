import { completeFigures, livingFigures, nearest, OptionError } from '@thelook/models';
import type { Catalogue, LivingFigures } from '@thelook/models';
import { UsageError } from '@thelook/service';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

/** So much of a value that is refused is shown. */
const SHOWN = 80;

/**
 * Reads a file of figures: a JSON object of those that differ from the usual ones, by name. `$schema`, by which an
 * editor finds out what may stand there, is passed over.
 *
 * @throws {UsageError} for a file that cannot be read or is no JSON object, a name that there is not, and a value out
 * of its range
 * @example
 * readFigures('my.json'); // { cancelled: 0.1 }
 */
export function readFigures(path: string): Partial<LivingFigures> {
  const figures = parseObject(path, readText(path));
  delete figures['$schema'];
  try {
    completeFigures(figures);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw refusal(error.field, error.value, error.allowed);
  }
  return figures;
}

/**
 * Those of the figures that are not the usual ones: a file that repeats them describes the same run as none.
 *
 * @throws {UsageError} for a category that no product has
 */
export function differingFigures(
  figures: Partial<LivingFigures>,
  { products }: Pick<Catalogue, 'products'>,
): Partial<LivingFigures> {
  const categories = new Set(products.map(({ category }) => category));
  for (const name of ['returned', 'seasons'] as const) {
    for (const [category, value] of Object.entries(figures[name] ?? {})) {
      // The usual ones may name what another catalogue does not have.
      if (categories.has(category) || category in livingFigures[name]) continue;
      throw refusal(
        `figures.${name}.${category}`,
        value,
        `categories: ${nearest(category, [...categories])}`,
      );
    }
  }
  const differing = Object.entries(figures).filter(
    ([name, value]) => !isDeepStrictEqual(value, livingFigures[name as keyof LivingFigures]),
  );
  return Object.fromEntries(differing);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError('--figures', path, `a JSON file that can be read (${code})`);
  }
}

function parseObject(path: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError('--figures', path, `a JSON file (${(error as Error).message})`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new UsageError('--figures', path, 'a file with a JSON object of figures by name');
}

function refusal(field: string, value: unknown, allowed: string): UsageError {
  const text = JSON.stringify(value);
  return new UsageError(field, text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text, allowed);
}
