/** The part of the library that is used here; it comes without types. */
declare module 'ml-logistic-regression' {
  import type { Matrix } from 'ml-matrix';

  export default class LogisticRegression {
    constructor(options: { numSteps: number; learningRate: number });
    /** One for each class, which scores how likely it is not that class. */
    readonly classifiers: { testScores(features: Matrix): number[] }[];
    /** @param classes a column of whole numbers from 0 */
    train(features: Matrix, classes: Matrix): void;
  }
}
