import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { closingLine } from './closing-line.mjs';

/** Names of what has failed in a file of tests: tests, or the file itself when it could not be run. */
const failuresOf = ({ testFilePath, testResults, testExecError }) => {
  const file = relative(process.cwd(), testFilePath);
  const failed = testResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  return (testExecError ? ['did not run', ...failed] : failed).map((name) => `${file}: ${name}`);
};

/**
 * Ends a run with one plain line that scripts can read: `N passed, N failed, N skipped`. With THELOOK_TEST_RESULTS the
 * numbers go into that file instead, with the names of what has failed, for whoever sums up several runs.
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
    const failures = results.testResults.flatMap(failuresOf);
    writeFileSync(file, `${JSON.stringify({ ...counts, failures })}\n`);
  }
}
