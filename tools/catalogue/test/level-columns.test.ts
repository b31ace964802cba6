import { Random } from '../src/random.js';
import { levelColumns } from '../src/products/level-columns.js';

const columnSum = (columns: number[][], cells: number[][], column: number): number =>
  cells.reduce((sum, row, index) => sum + (row[columns[index]!.indexOf(column)] ?? 0), 0);

describe('levelColumns', () => {
  test('meets rows and columns at once and leaves no cell empty', () => {
    const columns = [[0, 1, 2], [0, 1], [2], [1, 2]];
    const rowSums = [9, 4, 1, 6];
    const sums = [5, 9, 6];
    const weights = columns.map((row) => row.map(() => 1));
    const cells = levelColumns(columns, rowSums, sums, weights);
    expect(cells.map((row) => row.reduce((left, right) => left + right))).toEqual(rowSums);
    expect(sums.map((_, column) => columnSum(columns, cells, column))).toEqual(sums);
    expect(Math.min(...cells.flat())).toBeGreaterThanOrEqual(1);
  });

  test('finds a table wherever there is one, however tight', () => {
    const random = new Random(21);
    for (let table = 0; table < 300; table += 1) {
      const columns = Array.from({ length: 6 }, () =>
        random.shuffled([0, 1, 2, 3]).slice(0, 1 + random.below(4)),
      );
      const solution = columns.map((row) => row.map(() => (random.chance(0.7) ? 1 : 1 + random.below(9))));
      const rowSums = solution.map((row) => row.reduce((left, right) => left + right));
      const sums = [0, 1, 2, 3].map((column) => columnSum(columns, solution, column));
      const weights = columns.map((row) => row.map(() => 0.01 + random.fraction()));
      const cells = levelColumns(columns, rowSums, sums, weights);
      expect(cells.map((row) => row.reduce((left, right) => left + right))).toEqual(rowSums);
      expect([0, 1, 2, 3].map((column) => columnSum(columns, cells, column))).toEqual(sums);
      expect(Math.min(...cells.flat())).toBeGreaterThanOrEqual(1);
    }
  });

  test('gives the heavier cell more where both sums allow it', () => {
    const columns = [
      [0, 1],
      [0, 1],
    ];
    const cells = levelColumns(
      columns,
      [10, 10],
      [10, 10],
      [
        [9, 1],
        [1, 9],
      ],
    );
    expect(cells[0]![0]).toBeGreaterThan(cells[0]![1]!);
    expect(cells[1]![1]).toBeGreaterThan(cells[1]![0]!);
  });

  test('refuses sums that no table meets', () => {
    expect(() => levelColumns([[0], [1]], [5, 1], [1, 5], [[1], [1]])).toThrow(RangeError);
  });
});
