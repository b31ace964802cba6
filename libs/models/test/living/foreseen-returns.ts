import { Matrix } from 'ml-matrix';
import LogisticRegression from 'ml-logistic-regression';

/** A delivered item and what is known of it before it comes back or not. */
export interface DeliveredItem {
  returned: boolean;
  category: string;
  onSale: boolean;
  late: boolean;
  /** Of the person's earlier orders: items delivered, and how many of them came back. */
  earlier: number;
  earlierReturned: number;
}

/** What to expect of somebody of whom nothing is known. */
const USUAL = 0.22;
const STEPS = 60;

/**
 * Trains a logistic regression on some items and lets it score others: the chance that one which came back has a higher
 * score than one which did not (ROC-AUC).
 */
export function foresight(trained: readonly DeliveredItem[], others: readonly DeliveredItem[]): number {
  const categories = [...new Set(trained.map(({ category }) => category))];
  const matrix = (items: readonly DeliveredItem[]): Matrix =>
    new Matrix(
      items.map(({ category, onSale, late, earlier, earlierReturned }) => [
        ...[1, Number(onSale), Number(late)],
        Math.log((earlierReturned + USUAL) / (earlier - earlierReturned + 1 - USUAL)),
        ...categories.map((one) => Number(one === category)),
      ]),
    );
  const regression = new LogisticRegression({ numSteps: STEPS, learningRate: 4 / trained.length });
  regression.train(matrix(trained), Matrix.columnVector(trained.map(({ returned }) => Number(returned))));
  return areaUnderCurve(regression.classifiers[0]!.testScores(matrix(others)), others);
}

function areaUnderCurve(scores: readonly number[], items: readonly DeliveredItem[]): number {
  const ranked = scores.map((score, place) => ({ score, returned: items[place]!.returned }));
  ranked.sort((one, other) => one.score - other.score);
  let [below, area] = [0, 0];
  for (const { returned } of ranked) {
    if (returned) area += below;
    else below += 1;
  }
  return area / (below * (ranked.length - below));
}
