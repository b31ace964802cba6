import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nx, processesWith, RunningProcess, untilNoProcessWith } from './running-process.js';
import { freePort, scratchFolder } from './scratch.js';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  scratch = await scratchFolder();
  env = { THELOOK_HOME: scratch.path, PORT: String(await freePort()) };
});

afterAll(() => scratch.remove());

/** Resolves when the embedded server has ended in its own time, not cut off: that is its last line. */
async function untilShutDown(): Promise<void> {
  let lastLine: string | undefined;
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    lastLine = (await readFile(join(scratch.path, 'postgres.log'), 'utf8')).trim().split('\n').at(-1);
    if (lastLine?.includes('database system is shut down')) return;
  }
  throw new Error(`the server did not shut down; its last line: ${lastLine}`);
}

const starts: [name: string, command: string[]][] = [
  ['npm start', ['npm', 'start']],
  ['nx run datagen:serve', [nx, 'run', 'datagen:serve', '--wait-for=0.2']],
];

const outside = (...args: ConstructorParameters<typeof RunningProcess>) => new RunningProcess(...args);

const stops: [name: string, start: typeof outside, stop: (running: RunningProcess) => void][] = [
  ['SIGTERM to it alone', outside, (running) => running.signal('SIGTERM')],
  ['SIGINT to it alone', outside, (running) => running.signal('SIGINT')],
  ['SIGINT to its group', outside, (running) => running.pressCtrlC()],
  ['Ctrl-C in a terminal', RunningProcess.inTerminal, (running) => running.pressCtrlC()],
];

describe.each(starts)('%s', (_name, [command = '', ...args]) => {
  test.each(stops)('%s ends the apps and the embedded server', async (_stop, start, stop) => {
    const running = start(command, args, env);
    await running.untilOutput(/iteration 2/);
    if (command === 'npm') await running.untilOutput(/listening/);
    expect(processesWith(scratch.path).length).toBeGreaterThan(1);

    stop(running);
    await running.exit();
    await untilNoProcessWith(scratch.path);
    await untilShutDown();
  });
});

test('nx run api:serve ends with its embedded server', async () => {
  const running = new RunningProcess(nx, ['run', 'api:serve'], env);
  await running.untilOutput(/listening/);
  running.signal('SIGTERM');
  await running.exit();
  await untilNoProcessWith(scratch.path);
  await untilShutDown();
});
