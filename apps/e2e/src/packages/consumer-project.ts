import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workspaceRoot } from '../running-process.js';
import { libraries, run, versionHere } from './packed-libraries.js';

/** With `all`, also what takes long to install: Vitest and two more versions of Node.js. */
export const everywhere = process.env['THELOOK_TEST_ENVIRONMENTS'] === 'all';

/** The versions of Node.js that programs are run with, besides the one that runs the tests. */
export const otherNodes = everywhere ? ['20', '22', '24'] : [];

/** The npm package with the program of this platform; its versions are those of Node.js. */
export const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/**
 * A project of somebody else's, outside of the workspace: the tarballs, a compiler, and the examples, and a folder for each
 * environment with what it needs of its own. All of it is installed at once.
 *
 * @param tarballs folder with the tarballs.
 */
export async function installConsumer(consumer: string, tarballs: string): Promise<void> {
  const sources = fileURLToPath(new URL('consumer/', import.meta.url));
  const from = (folder: string) => cp(join(sources, folder), join(consumer, folder), { recursive: true });
  const write = (file: string, content: object) => writeFile(join(consumer, file), JSON.stringify(content));
  const [typescript, nodeTypes] = await Promise.all(['typescript', '@types/node'].map(versionHere));

  const environments: Record<string, Record<string, string>> = {
    jest29: { jest: '^29.7.0', 'ts-jest': '^29.4.0', '@types/jest': '^29.5.0' },
    jest30: { jest: '^30.0.0', 'ts-jest': '^29.4.0', '@types/jest': '^30.0.0' },
    ...(everywhere && { vitest: { vitest: '^4.0.0' } }),
    ...Object.fromEntries(otherNodes.map((major) => [`node${major}`, { [nodePackage]: `^${major}.0.0` }])),
  };
  await mkdir(consumer);
  await Promise.all(['bundle', 'esm.mts', 'commonjs.cts', 'one-instance.mts'].map(from));
  await cp(join(workspaceRoot, 'examples'), consumer, { recursive: true });
  for (const jest of ['jest29', 'jest30']) {
    await cp(join(workspaceRoot, 'examples/jest'), join(consumer, jest), { recursive: true });
  }
  for (const [name, dependencies] of Object.entries(environments)) {
    await mkdir(join(consumer, name), { recursive: true });
    await write(`${name}/package.json`, { name: `in-${name}`, private: true, dependencies });
  }
  await write('package.json', {
    ...{ name: 'consumer', private: true, workspaces: Object.keys(environments) },
    dependencies: {
      ...Object.fromEntries(
        libraries.map((library) => [
          `@thelook/${library}`,
          `file:${join(tarballs, `thelook-${library}.tgz`)}`,
        ]),
      ),
      ...{ typescript, '@types/node': nodeTypes },
    },
  });
  // The compiler settings that complain most: declarations of dependencies are checked, too.
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
  const compilerOptions = {
    ...{ target: 'es2022', lib: ['es2023'], types: ['node'], rootDir: '.', ...strict, skipLibCheck: false },
  };
  const include = ['*.mts', '*.cts'];
  await write('tsconfig.json', { compilerOptions: { ...compilerOptions, module: 'nodenext' }, include });
  await write('tsconfig.bundler.json', {
    compilerOptions: { ...compilerOptions, module: 'esnext', moduleResolution: 'bundler', noEmit: true },
    include: ['*.mts'],
  });
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  await run('npm', ['install', '--prefix', consumer, ...flags]);
}
