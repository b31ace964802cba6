import { nx, processesWith, RunningProcess } from './running-process.js';
import { freePort, scratchFolder } from './scratch.js';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  scratch = await scratchFolder();
  env = { THELOOK_HOME: scratch.path, PORT: String(await freePort()) };
});

afterAll(() => scratch.remove());

const starts: [name: string, command: string[]][] = [
  ['npm start', ['npm', 'start']],
  ['nx run datagen:serve', [nx, 'run', 'datagen:serve', '--wait-for=0.2']],
];

const stops: [name: string, stop: (running: RunningProcess) => void][] = [
  ['SIGTERM to it alone', (running) => running.signal('SIGTERM')],
  ['SIGINT to it alone', (running) => running.signal('SIGINT')],
  ['Ctrl-C in a terminal', (running) => running.pressCtrlC()],
];

describe.each(starts)('%s', (_name, [command, ...args]) => {
  test.each(stops)('%s ends the apps and the embedded server', async (_stop, stop) => {
    const running = new RunningProcess(command!, args, env);
    await running.untilOutput(/iteration 2/);
    if (command === 'npm') await running.untilOutput(/listening/);
    expect(processesWith(scratch.path).length).toBeGreaterThan(1);

    stop(running);
    await running.exit();
    expect(running.output).toMatch(/the shop is closed/);
    if (command === 'npm') expect(running.output).toMatch(/api.*closed/);
    expect(processesWith(scratch.path)).toEqual([]);
  });
});

test('nx run api:serve ends with its embedded server', async () => {
  const running = new RunningProcess(nx, ['run', 'api:serve'], env);
  await running.untilOutput(/listening/);
  running.signal('SIGTERM');
  await running.exit();
  expect(processesWith(scratch.path)).toEqual([]);
});
