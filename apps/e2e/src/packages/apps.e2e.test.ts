import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunningProcess } from '../running-process.js';
import { scratchFolder } from '../scratch.js';
import { libraries, pack, run, versionHere } from './packed-libraries.js';

const apps = ['datagen', 'api'];
const all = [...libraries, 'service', ...apps];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
/** A folder of somebody's with nothing but the packages. */
let folder: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  folder = join(scratch.path, 'empty');
  await pack(
    all.map((name) => `${apps.includes(name) ? 'apps' : 'libs'}/${name}`),
    scratch.path,
  );
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  const tarballs = all.map((name) => join(scratch.path, `thelook-${name}.tgz`));
  await run('npm', ['install', '--prefix', folder, ...flags, ...tarballs]);
  // Seven builds, and an installation.
}, 600_000);

afterAll(() => scratch.remove());

/** What `npx @thelook/APP` starts there, itself, so that it gets the signals. */
const start = (app: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  new RunningProcess(join(folder, 'node_modules/.bin', `thelook-${app}`), args, {
    THELOOK_HOME: join(folder, '.thelook'),
    ...env,
  });

test.each(apps)('npx @thelook/%s tells its version', async (app) => {
  const told = await run('npx', ['--no-install', `@thelook/${app}`, '--version'], {}, folder);
  expect(told.trim()).toBe(await versionHere(`@thelook/${app}`));
});

test.each(apps)('the package of %s has no tests in it', async (app) => {
  const files = await run('tar', ['-tzf', join(scratch.path, `thelook-${app}.tgz`)]);
  expect(files).toContain('package/dist/main.js');
  expect(files).not.toMatch(/test|\.ts$(?<!\.d\.ts)/m);
});

test('datagen writes a shop, and the api shows it, with its page', async () => {
  const datagen = start('datagen', ['--wait-for', '0', '--max-iter', '5', '--conversion', '.3']);
  const api = start('api', ['--port', '0']);
  const [, url] = await api.untilOutput(/(http:\/\/[\d.:]+)/);
  expect(await datagen.exit()).toBe(0);

  const page = await (await fetch(`${url}/`)).text();
  const [, script] = /src="([^"]+\.js)"/.exec(page) ?? [];
  expect((await fetch(new URL(script ?? 'none', url))).status).toBe(200);
  expect((await fetch(`${url}/api/v1/summary`)).status).toBe(200);

  api.signal('SIGTERM');
  expect(await api.exit()).toBe(0);
}, 120_000);

/** The first Python that has the example's library: pip's `websockets`, Debian's `python3-websockets`. */
const python = ['python3', '/usr/bin/python3'].find(
  (program) => spawnSync(program, ['-c', 'import websockets']).status === 0,
);
(python === undefined ? test.skip : test)(
  'the example in Python follows the sales of the api',
  async () => {
    const datagen = start('datagen', ['--wait-for', '0', '--max-iter', '50', '--conversion', '.3']);
    expect(await datagen.exit()).toBe(0);
    const api = start('api', ['--port', '0', '--lookback-minutes', '60', '--refresh-seconds', '.2']);
    const [, url = ''] = await api.untilOutput(/(http:\/\/[\d.:]+)/);
    const example = new RunningProcess(
      python!,
      ['examples/python/sales.py', `${url.replace('http', 'ws')}/ws`],
      {},
    );
    await example.untilOutput(/^[1-9]\d* items, \d+\.\d+ USD$/m);
    await example.end();
    api.signal('SIGTERM');
    expect(await api.exit()).toBe(0);
  },
  120_000,
);
