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

const TESTS = ['test', 'integration', 'e2e'];
/** What Jest calls the kind of tests that a target runs. */
const KINDS = { test: 'unit', integration: 'integration', e2e: 'e2e' };

const folders = ['libs', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(folder).map((name) => `${folder}/${name}`),
);
const results = folders
  .filter((folder) => existsSync(`${folder}/project.json`))
  .flatMap((folder) => {
    const { targets } = JSON.parse(readFileSync(`${folder}/project.json`, 'utf8'));
    return TESTS.filter((target) => target in targets).map(
      (target) => `${folder}/.results/${KINDS[target]}.json`,
    );
  });
// Those of this run only: Nx puts back what belongs to a task that it does not run.
for (const file of results) rmSync(file, { force: true });

const require = createRequire(import.meta.url);
const manifest = require.resolve('nx/package.json');
const nx = join(dirname(manifest), require(manifest).bin.nx);
const targets = ['lint', 'typecheck', 'build', ...TESTS].join(',');
const args = [
  'run-many',
  `--targets=${targets}`,
  `--parallel=${availableParallelism()}`,
  ...process.argv.slice(2),
];
const child = spawn(process.execPath, [nx, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
const [code] = await once(child, 'exit');

/** A run that left nothing has not come to its end. */
const read = (file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
const runs = results.map(read);
if (code !== 0) console.log('\nSome tasks have failed; the first of their lines above say which, and why.');
console.log(`\n${closingLine(runs)}`);
process.exitCode = code === 0 && runs.some(({ failed }) => failed > 0) ? 1 : (code ?? 1);
