import type { Check, Shares } from '../check.js';
import { weightsOf } from '../recorded-figures.js';

export function userShares(name: string, column: string, weights: Shares['weights'] & object): Shares {
  return {
    kind: 'shares',
    name,
    weights,
    reads: { users: [column] },
    counted: `select ${column}::text as value, count(*) as observed from users group by ${column}`,
  };
}

/**
 * Who signs up, in shops of either profile. Figures stand in this folder once more, apart from those that the generator
 * draws from: a judge who shared them would agree with every slip in them.
 */
export const userFigures: readonly Check[] = [
  userShares('gender of users', 'gender', weightsOf('gender', { F: 0.5, M: 0.5 })),
  userShares(
    'traffic source of users',
    'traffic_source',
    weightsOf('userSource', { Organic: 0.15, Facebook: 0.06, Search: 0.7, Email: 0.05, Display: 0.04 }),
  ),
];
