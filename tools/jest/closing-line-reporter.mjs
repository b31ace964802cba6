import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { closingLine } from './closing-line.mjs';

/**
 * Ends a run with one plain line that scripts can read: `N passed, N failed, N skipped`. With THELOOK_TEST_RESULTS the
 * numbers go into that file instead, for whoever sums up several runs.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    const file = process.env.THELOOK_TEST_RESULTS;
    if (!file) return console.log(closingLine([counts]));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(counts)}\n`);
  }
}
