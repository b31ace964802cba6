/**
 * Runs one kind of a project's tests, as an Nx target does: `run.mjs integration libs/db [FLAGS OF JEST]`. What came of
 * it is left in the project's `.results/`, from where `npm test` sums it up, also when Nx takes it from its cache.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';

const [kind, project, ...flags] = process.argv.slice(2);
const results = `${project}/.results/${kind}.json`;
await rm(results, { force: true });

// Two tasks share the cores, but for e2e, beside which nothing runs. One worker, too, is a process of its own.
const workers = kind === 'e2e' ? availableParallelism() : Math.ceil(availableParallelism() / 2);
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const args = ['--selectProjects', kind, `--maxWorkers=${workers}`, ...flags, `${project}/`];
// Tests start programs, Nx among them, and read what these print: as from a shell, without what Nx tells its tasks.
const own = Object.entries(process.env).filter(([name]) => !/^(NX_|FORCE_COLOR$)/.test(name));
const env = {
  ...Object.fromEntries(own),
  ...{ NX_DAEMON: 'false', NODE_OPTIONS: '--experimental-vm-modules', THELOOK_TEST_RESULTS: results },
};
const child = spawn(process.execPath, [jest, ...args], { stdio: 'inherit', env });
// Nx ends its tasks by a signal, and waits for them.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
