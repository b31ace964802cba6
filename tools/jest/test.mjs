/**
 * `npm test`: everything that a change must pass, as Nx tasks, of which only those run whose inputs have changed. The
 * last line sums up the tests of all of them, those included that Nx has taken from its cache.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { closingLine } from './closing-line.mjs';

/** What Jest calls the kind of tests that a target runs. */
const KINDS = { test: 'unit', integration: 'integration', e2e: 'e2e' };

const projects = ['libs', 'apps', 'tools']
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((folder) => existsSync(`${folder}/project.json`));
const runs = projects.flatMap((folder) => {
  const { name, targets } = JSON.parse(readFileSync(`${folder}/project.json`, 'utf8'));
  return Object.entries(KINDS)
    .filter(([target]) => target in targets)
    .map(([target, kind]) => ({ task: `${name}:${target}`, file: `${folder}/.results/${kind}.json` }));
});
// Those of this run only: Nx puts back what belongs to a task that it does not run.
for (const { file } of runs) rmSync(file, { force: true });

const require = createRequire(import.meta.url);
const manifest = require.resolve('nx/package.json');
const nx = join(dirname(manifest), require(manifest).bin.nx);
const args = [
  'run-many',
  `--targets=${['lint', 'typecheck', 'build', ...Object.keys(KINDS)].join(',')}`,
  `--parallel=${Math.min(2, availableParallelism())}`,
  ...process.argv.slice(2),
];
const child = spawn(process.execPath, [nx, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
const [code] = await once(child, 'exit');

/** A run that left nothing has not come to its end. */
const resultOf = ({ task, file }) =>
  existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 1, skipped: 0, failures: [`${task} has not come to its end`] };
const results = runs.map(resultOf);
const failures = results.flatMap((result) => result.failures);
if (failures.length > 0) console.log(['\nFailed, with its output above:', ...failures].join('\n  '));
console.log(`\n${closingLine(results)}`);
process.exitCode = code || (failures.length > 0 ? 1 : 0);
