import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { sampleItem } from '../../../libs/feed/test/sample-items.js';
import { hello, ScriptedServer } from '../../../libs/feed/test/scripted-server.js';
import { launchBrowser } from './browser.js';
import { RunningProcess, workspaceRoot } from './running-process.js';
import { scratchFolder } from './scratch.js';

const libraries = ['models', 'feed', 'embedded-postgres', 'db'];

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let consumer: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  consumer = join(scratch.path, 'consumer');
  const workspaces = libraries.flatMap((library) => ['--workspace', `libs/${library}`]);
  await run('npm', ['pack', ...workspaces, '--pack-destination', scratch.path]);
  for (const file of await readdir(scratch.path)) {
    await rename(
      join(scratch.path, file),
      join(scratch.path, file.replace(/-\d+\.\d+\.\d+.*(?=\.tgz$)/, '')),
    );
  }
  await install();
  // A build, four tarballs and an installation: slow where other work shares the processors.
}, 180_000);

afterAll(() => scratch.remove());

/** Runs a command to its end; the result is what it printed. */
async function run(command: string, args: string[]): Promise<string> {
  const running = new RunningProcess(command, args, {});
  if ((await running.exit()) !== 0) throw new Error(`${command} ${args.join(' ')}\n${running.output}`);
  return running.output;
}

const tarball = (library: string) => join(scratch.path, `thelook-${library}.tgz`);
const installed = (library: string, file: string) => join(consumer, 'node_modules/@thelook', library, file);

/** A project of somebody else's, outside of the workspace, with the tarballs and a compiler. */
async function install(): Promise<void> {
  await mkdir(consumer);
  await writeFile(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  // The compiler settings that complain most: declarations of dependencies are checked, too.
  const compilerOptions = {
    ...{ target: 'es2022', lib: ['es2023'], module: 'nodenext', types: ['node'], rootDir: '.' },
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false },
  };
  await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const sources = new URL('consumer/', import.meta.url);
  for (const file of await readdir(sources)) await copyFile(new URL(file, sources), join(consumer, file));

  const compiler = await Promise.all(['typescript', '@types/node'].map(asInstalledHere));
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', '--prefix', consumer, ...flags, ...libraries.map(tarball), ...compiler]);
}

async function asInstalledHere(name: string): Promise<string> {
  const manifest = join(workspaceRoot, 'node_modules', name, 'package.json');
  return `${name}@${JSON.parse(await readFile(manifest, 'utf8')).version}`;
}

describe.each(libraries)('the tarball of @thelook/%s', (library) => {
  test('holds compiled modules with types, README and licence, and nothing else', async () => {
    const listing = (await run('tar', ['-tzf', tarball(library)])).trim().split('\n');
    const files = listing.map((file) => file.replace(/^package\//, ''));
    const named = ['LICENSE', 'README.md', 'package.json', 'dist/require.cjs', 'dist/require.d.cts'];
    const data = ['distribution_centers', 'products', 'world_pop'].map((name) => `dist/data/${name}.csv`);
    const expected = library === 'models' ? [...named, ...data] : named;
    expect(files).toEqual(expect.arrayContaining(expected));

    const modules = files.filter((file) => !expected.includes(file));
    expect(modules).toContain('dist/index.js');
    expect(modules.filter((file) => !/^dist\/[\w/-]+(\.js|\.d\.ts)$/.test(file))).toEqual([]);
    const [declarations, code] = [/\.d\.ts$/, /\.js$/].map((extension) =>
      modules.filter((file) => extension.test(file)).map((file) => file.replace(extension, '')),
    );
    expect(declarations?.sort()).toEqual(code?.sort());
  });

  test('says what it is, and where to read more', async () => {
    const manifest = JSON.parse(await readFile(installed(library, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ license: 'MIT', description: expect.any(String) });
    expect(manifest.keywords.length).toBeGreaterThan(2);
    const readme = await readFile(installed(library, 'README.md'), 'utf8');
    expect(readme).toContain(`npm install @thelook/${library}`);
    // The places in its data are under a licence that asks for the name.
    if (library === 'models') expect(readme).toContain('GeoNames');
  });

  test('has nothing that publint minds', async () => {
    const { buffer } = new Uint8Array(await readFile(tarball(library)));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  // No profile, so nothing is left out: Node's two loaders, bundlers, and the old resolution that reads `main`.
  test('has types that say what each loader gets', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(await readFile(tarball(library))));
    expect(analysis).toMatchObject({ types: { kind: 'included' }, problems: [] });
  });
});

describe('a project that has installed the packages', () => {
  beforeAll(async () => {
    await run('node', [join(consumer, 'node_modules/typescript/bin/tsc'), '-p', consumer]);
  });

  test.each(['esm.mjs', 'commonjs.cjs'])('writes shoppers to a database: %s', async (program) => {
    const report = JSON.parse(await run('node', [join(consumer, program)]));
    const { users, orders, order_items, inventory_items, events } = report.written;
    expect(users).toBe(10);
    expect(order_items).toBeGreaterThanOrEqual(orders);
    expect(inventory_items).toBeGreaterThan(order_items);
    expect(events).toBeGreaterThan(order_items);
    expect(report.sales).toBe(order_items);
  });

  test('gets the same instance of a package from import and require', async () => {
    const names = libraries.map((library) => `@thelook/${library}`);
    const same = JSON.parse(await run('node', [join(consumer, 'one-instance.mjs'), ...names]));
    expect(same).toEqual(Object.fromEntries(names.map((name) => [name, true])));
  });
});

describe('the bundle of @thelook/feed, all by itself', () => {
  const loadAndConnect = (bundle: string, url: string, options = '{}') =>
    `import { connectFeed } from '${bundle}';
     let seen;
     for await (const { items } of connectFeed('${url}', ${options})) {
       seen = [...items.keys()].join();
       if (seen) break;
     }`;

  let feed: ScriptedServer;
  beforeAll(async () => {
    feed = await ScriptedServer.start(({ send }) =>
      send(hello, { type: 'snapshot', cursor: 'c1', at: 1, items: [sampleItem({ item_id: 'sold' })] }),
    );
  });
  afterAll(() => feed[Symbol.asyncDispose]());

  test('follows a feed in Node.js', async () => {
    const alone = join(scratch.path, 'alone.mjs');
    await copyFile(installed('feed', 'dist/bundle.js'), alone);
    const program = `import { WebSocket } from 'ws'; ${loadAndConnect(alone, feed.url, '{ WebSocket }')} console.log(seen);`;
    await expect(run('node', ['--input-type=module', '--eval', program])).resolves.toBe('sold\n');
  });

  test('follows a feed in a browser', async () => {
    const bundle = await readFile(installed('feed', 'dist/bundle.js'));
    const page = `<script type="module">${loadAndConnect('./bundle.js', feed.url)} document.title = seen;</script>`;
    const server = createServer(({ url }, response) => {
      const isBundle = url === '/bundle.js';
      response.setHeader('Content-Type', isBundle ? 'text/javascript' : 'text/html');
      response.end(isBundle ? bundle : page);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const browser = await launchBrowser();
    try {
      const tab = await browser.newPage();
      await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await tab.waitForFunction('document.title === "sold"');
    } finally {
      await browser.close();
      server.close();
    }
  });
});
