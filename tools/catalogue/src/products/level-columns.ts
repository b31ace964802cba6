import { roundToTotal } from '../apportion.js';

const SCALING_ROUNDS = 60;

/** Moves `amount` from one column to another within a row. */
interface Move {
  row: number;
  from: number;
  to: number;
}

const columnSums = (columns: readonly number[][], cells: readonly number[][], width: number): number[] => {
  const sums = new Array<number>(width).fill(0);
  cells.forEach((row, index) => {
    row.forEach((value, place) => {
      sums[columns[index]![place]!]! += value;
    });
  });
  return sums;
};

/** Scales rows and columns in turn until both nearly add up; every cell stays above zero. */
const scale = (
  columns: readonly number[][],
  rowSums: readonly number[],
  sums: readonly number[],
  weights: readonly number[][],
): number[][] => {
  const cells = weights.map((row) => [...row]);
  for (let round = 0; round < SCALING_ROUNDS; round += 1) {
    const now = columnSums(columns, cells, sums.length);
    cells.forEach((row, index) => {
      row.forEach((value, place) => {
        const column = columns[index]![place]!;
        row[place] = (value * sums[column]!) / Math.max(now[column]!, 1e-9);
      });
      const total = row.reduce((left, right) => left + right, 0);
      if (total > 0) row.forEach((value, place) => (row[place] = (value * rowSums[index]!) / total));
    });
  }
  return cells;
};

/** The shortest chain of moves from a column with too many to one with too few. */
const findChain = (
  columns: readonly number[][],
  cells: readonly number[][],
  excess: readonly number[],
): Move[] | undefined => {
  const reachedBy = new Map<number, Move | undefined>();
  const queue: number[] = [];
  excess.forEach((value, column) => {
    if (value > 0) {
      reachedBy.set(column, undefined);
      queue.push(column);
    }
  });
  for (let from = queue.shift(); from !== undefined; from = queue.shift()) {
    if (excess[from]! < 0) {
      const chain: Move[] = [];
      for (let move = reachedBy.get(from); move !== undefined; move = reachedBy.get(move.from))
        chain.push(move);
      return chain;
    }
    for (const [row, reachable] of columns.entries()) {
      const place = reachable.indexOf(from);
      if (place === -1 || cells[row]![place]! <= 1) continue;
      for (const to of reachable) {
        if (reachedBy.has(to)) continue;
        reachedBy.set(to, { row, from, to });
        queue.push(to);
      }
    }
  }
  return undefined;
};

/**
 * Whole numbers of 1 or more in the given cells of a sparse table, as near to the weights as can be, whose rows
 * and columns add up to the given sums.
 *
 * @param columns the columns that each row has a cell in
 * @param weights how large each of those cells wants to be, greater than 0
 * @returns the cells of each row, in the order of its columns
 * @throws RangeError when no such table exists
 */
export const levelColumns = (
  columns: readonly number[][],
  rowSums: readonly number[],
  sums: readonly number[],
  weights: readonly number[][],
): number[][] => {
  const spare = rowSums.map((sum, row) => sum - columns[row]!.length);
  const ones = columns.map((row) => row.map(() => 1));
  const used = columnSums(columns, ones, sums.length);
  const spareSums = sums.map((sum, column) => sum - used[column]!);
  const cells = scale(columns, spare, spareSums, weights).map((row, index) =>
    roundToTotal(row, spare[index]!).map((value) => value + 1),
  );
  const now = columnSums(columns, cells, sums.length);
  const excess = now.map((value, column) => value - sums[column]!);
  while (excess.some((value) => value !== 0)) {
    const chain = findChain(columns, cells, excess);
    if (chain === undefined) throw new RangeError('rowSums and sums cannot both be met with these columns');
    for (const { row, from, to } of chain) {
      cells[row]![columns[row]!.indexOf(from)]! -= 1;
      cells[row]![columns[row]!.indexOf(to)]! += 1;
    }
    excess[chain.at(-1)!.from]! -= 1;
    excess[chain[0]!.to]! += 1;
  }
  return cells;
};
