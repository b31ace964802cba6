import { OptionError } from '../option-error.js';
import type { Random } from './random.js';

/** Values with their weights. Weights need not add up to 1; one of 0 is never drawn. */
export type Weighted<Value> = readonly (readonly [value: Value, weight: number])[];

/**
 * Makes a draw of values by weight that takes the same short time for two values and for a million: Vose's alias
 * method. Takes memory in proportion to the number of values.
 *
 * @throws {OptionError} for a weight that is negative or not finite, or when all weights together are not above 0
 */
export function weightedDraw<Value>(weighted: Weighted<Value>): (random: Random) => Value {
  const values = weighted.map(([value]) => value);
  const { keep, alias } = aliasTable(weighted.map(([, weight]) => weight));
  const { length } = values;
  return (random) => {
    const column = random.below(length);
    return values[random.next() < keep[column]! ? column : alias[column]!] as Value;
  };
}

interface AliasTable {
  /** How likely each column stands for itself, 0 to 1. */
  keep: Float64Array;
  /** What a column stands for otherwise. */
  alias: Uint32Array;
}

/** Cuts the weights into columns of equal height, each filled by at most two values. */
function aliasTable(weights: readonly number[]): AliasTable {
  let total = 0;
  for (const weight of weights) {
    if (!(weight >= 0 && weight < Infinity)) throw new OptionError('weight', weight, 'a number of 0 or more');
    total += weight;
  }
  if (!(total > 0)) throw new OptionError('total weight', total, 'a number above 0');

  const keep = new Float64Array(weights.length);
  const alias = new Uint32Array(weights.length);
  const short: number[] = [];
  const tall: number[] = [];
  weights.forEach((weight, column) => {
    keep[column] = (weight * weights.length) / total;
    alias[column] = column;
    (keep[column] < 1 ? short : tall).push(column);
  });
  while (short.length > 0 && tall.length > 0) {
    const small = short.pop()!;
    const large = tall.at(-1)!;
    alias[small] = large;
    keep[large] = keep[large]! + keep[small]! - 1;
    if (keep[large] < 1) short.push(tall.pop()!);
  }
  // Those left over are full, but for rounding.
  for (const column of [...tall, ...short]) keep[column] = 1;
  return { keep, alias };
}
