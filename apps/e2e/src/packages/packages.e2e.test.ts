import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { sampleItem } from '../../../../libs/feed/test/sample-items.js';
import { hello, ScriptedServer } from '../../../../libs/feed/test/scripted-server.js';
import { workspaceRoot } from '../running-process.js';
import { scratchFolder } from '../scratch.js';
import { inBrowser } from './browser-page.js';
import { everywhere, installConsumer, nodePackage, otherNodes } from './consumer-project.js';
import { libraries, pack, run } from './packed-libraries.js';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let consumer: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  consumer = join(scratch.path, 'consumer');
  const folders = libraries.map((library) => `libs/${library}`);
  await pack(folders, scratch.path);
  await installConsumer(consumer, scratch.path);
  // A build, four tarballs and an installation: slow where other work shares the processors.
}, 600_000);

afterAll(() => scratch.remove());

const tarball = (library: string) => join(scratch.path, `thelook-${library}.tgz`);
const installed = (library: string, file: string) => join(consumer, 'node_modules/@thelook', library, file);

/** What a package may weigh, compressed and unpacked, in kB: more is a change that somebody should have meant. */
const budgets: Record<string, [packed: number, unpacked: number]> = {
  models: [1_900, 5_200],
  feed: [80, 400],
  'embedded-postgres': [80, 400],
  db: [160, 850],
};

describe.each(libraries)('the tarball of @thelook/%s', (library) => {
  test('holds both kinds of module with types, README and licence, and nothing else', async () => {
    const listing = (await run('tar', ['-tzf', tarball(library)])).trim().split('\n');
    const files = listing.map((file) => file.replace(/^package\//, ''));
    const named = ['LICENSE', 'README.md', 'package.json', 'dist/commonjs/package.json'];
    const expected =
      library === 'models' ? [...named, 'THIRD-PARTY-NOTICES', 'dist/catalogue-data.cjs'] : named;
    expect(files).toEqual(expect.arrayContaining(expected));

    const modules = files.filter((file) => !expected.includes(file));
    expect(modules).toEqual(expect.arrayContaining(['dist/index.js', 'dist/commonjs/index.js']));
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

  test('keeps to its budget', async () => {
    const packed = (await stat(tarball(library))).size / 1_000;
    const sizes = (await run('tar', ['-tvzf', tarball(library)])).trim().split('\n');
    const unpacked = sizes.reduce((sum, line) => sum + Number(line.split(/\s+/)[2]), 0) / 1_000;
    const [mostPacked = 0, mostUnpacked = 0] = budgets[library] ?? [];
    console.log(
      `@thelook/${library}: ${packed.toFixed(0)} kB of ${mostPacked}, unpacked ${unpacked.toFixed(0)} of ${mostUnpacked}`,
    );
    expect(packed).toBeLessThan(mostPacked);
    expect(unpacked).toBeLessThan(mostUnpacked);
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
  const compile = (project: string) =>
    run('node', [join(consumer, 'node_modules/typescript/bin/tsc'), '-p', join(consumer, project)]);
  /** A file of a package as a project's folder finds it. */
  const inPackage = (folder: string, name: string, file: string) =>
    join(dirname(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`)), file);
  const nodeOf = (major: string) =>
    major === 'this' ? process.execPath : inPackage(join(consumer, `node${major}`), nodePackage, 'bin/node');

  beforeAll(() => compile('tsconfig.json'), 120_000);

  test('compiles for a bundler, too', () => compile('tsconfig.bundler.json'));

  describe.each(['this', ...otherNodes])('with Node.js %s', (major) => {
    test.each(['esm.mjs', 'commonjs.cjs'])('writes shoppers to a database: %s', async (program) => {
      const report = JSON.parse(await run(nodeOf(major), [join(consumer, program)]));
      const { users, orders, order_items, inventory_items, events } = report.written;
      expect(users).toBe(10);
      expect(order_items).toBeGreaterThanOrEqual(orders);
      expect(inventory_items).toBeGreaterThan(order_items);
      expect(events).toBeGreaterThan(order_items);
      expect(report.sales).toBe(order_items);
    });

    test('gets the same instance of a package from import and require', async () => {
      const names = [...libraries.map((library) => `@thelook/${library}`), '@thelook/models/catalogue'];
      const same = JSON.parse(await run(nodeOf(major), [join(consumer, 'one-instance.mjs'), ...names]));
      expect(same).toEqual(Object.fromEntries(names.map((name) => [name, true])));
    });
  });

  test('runs the examples', async () => {
    const best = await run('node', [join(consumer, 'node/main.mjs')]);
    expect(best.trim().split('\n')).toEqual(Array(3).fill(expect.stringMatching(/^\w.*: \d+\.\d\d USD$/)));
    const story = await run('node', [join(consumer, 'commonjs/main.cjs')]);
    expect(story).toMatch(
      /ordered 2 things and sent them back:\ncreated_at: .*\nshipped_at: .*\ndelivered_at: /,
    );
  });

  test.each(['jest29', 'jest30'])(
    'runs its tests with %s, as JavaScript and by ts-jest',
    async (jest) => {
      const folder = join(consumer, jest);
      const bin = inPackage(folder, 'jest', 'bin/jest.js');
      await run('node', [bin, '--rootDir', folder, '--config', join(folder, 'jest.config.js'), '--ci']);
    },
    240_000,
  );

  if (everywhere) {
    test('runs its tests with Vitest', async () => {
      const folder = join(consumer, 'vitest');
      await run('node', [inPackage(folder, 'vitest', 'vitest.mjs'), 'run', '--root', folder]);
    }, 120_000);
  }

  test.each(['esm', 'cjs'] as const)('is bundled by esbuild for Node.js: %s', async (format) => {
    const alone = join(scratch.path, `bundle-${format}`);
    await mkdir(alone);
    const outfile = join(alone, format === 'esm' ? 'main.mjs' : 'main.cjs');
    const banner =
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    await build({
      ...{
        entryPoints: [join(consumer, 'bundle/main.mjs')],
        bundle: true,
        platform: 'node',
        format,
        outfile,
      },
      ...{ external: ['@thelook/embedded-postgres', 'pg-native'], logLevel: 'error' },
      // What pg's own modules require, which are CommonJS.
      ...(format === 'esm' && { banner: { js: banner } }),
    });
    expect(JSON.parse(await run('node', [outfile]))).toEqual({ whole: true, items: 2, sold: 0 });
  });

  test('is bundled by Vite, and runs in a browser', async () => {
    const vite = join(workspaceRoot, 'node_modules/vite/bin/vite.js');
    await run('node', [vite, 'build', join(consumer, 'browser'), '--logLevel', 'warn']);
    await inBrowser(join(consumer, 'browser/dist'), async (tab, url) => {
      await tab.goto(url);
      await tab.waitForFunction('document.title !== "loading"');
      expect(JSON.parse(await tab.title())).toEqual({
        ...{ products: 29_120, email: expect.stringContaining('@example.'), items: 3, sold: 0 },
      });
    });
  }, 120_000);
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
    const folder = join(scratch.path, 'page');
    await mkdir(folder);
    await copyFile(installed('feed', 'dist/bundle.js'), join(folder, 'bundle.js'));
    const script = `${loadAndConnect('./bundle.js', feed.url)} document.title = seen;`;
    await writeFile(join(folder, 'index.html'), `<script type="module">${script}</script>`);
    await inBrowser(folder, async (tab, url) => {
      await tab.goto(url);
      await tab.waitForFunction('document.title === "sold"');
    });
  });
});
