import { ESLint } from 'eslint';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './compose-file.js';

const projects = ['libs', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(join(workspaceRoot, folder))
    .map((name) => `${folder}/${name}`)
    .filter((project) => existsSync(join(workspaceRoot, project, 'package.json'))),
);

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const readJson = (file: string) => JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));
const manifest = (project: string): Manifest => readJson(`${project}/package.json`);
/** What a project imports; a page is bundled, so that nobody has to install what it is made of. */
const dependenciesOf = (project: string): Record<string, string> => {
  const { dependencies, devDependencies } = manifest(project);
  return { ...dependencies, ...(project === 'apps/dashboard' ? devDependencies : {}) };
};
const filesOf = (project: string): string[] =>
  ['src', 'test']
    .map((folder) => join(workspaceRoot, project, folder))
    .filter(existsSync)
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    );
const built = projects.filter((project) => existsSync(join(workspaceRoot, project, 'tsconfig.json')));

describe('module boundaries', () => {
  const eslint = new ESLint({ cwd: workspaceRoot, cache: false });

  /** Whether the lint rules about boundaries mind an import in a project's source. */
  async function refuses(project: string, statement: string, file = 'boundary.ts'): Promise<boolean> {
    const filePath = join(workspaceRoot, project, 'src', file);
    const [result] = await eslint.lintText(`${statement}\n`, { filePath });
    expect(result?.messages.filter((message) => message.fatal)).toEqual([]);
    return result?.messages.some(({ ruleId }) => ruleId?.startsWith('no-restricted-')) ?? false;
  }

  const imports = (name: string) => `export * from '@thelook/${name}';`;
  const names = built.map((project) => manifest(project).name.replace('@thelook/', ''));

  test.each(built)('%s may import what it declares, and nothing else of ours', async (project) => {
    for (const name of names) {
      const declared = `@thelook/${name}` in dependenciesOf(project);
      expect({ name, refused: await refuses(project, imports(name)) }).toEqual({ name, refused: !declared });
    }
  });

  test.each(built)("%s may not reach into another project's folder", async (project) => {
    for (const other of built.filter((candidate) => candidate !== project)) {
      const [folder = '', name = ''] = other.split('/');
      const sibling = project.startsWith(folder) ? `../../${name}` : `../../../${other}`;
      for (const path of [`${sibling}/src/index.js`, `../../../${other}/src/index.js`]) {
        const statement = `export * from '${path}';`;
        expect({ statement, refused: await refuses(project, statement) }).toEqual({
          statement,
          refused: true,
        });
      }
    }
  });

  test.each([
    ['libs/models', "import type { Database } from '@thelook/db'; export type A = Database;"],
    ['libs/models', "import { createDb } from '@thelook/db/dist/create-db.js'; createDb;"],
    ['apps/api', "import '@thelook/datagen';"],
    ['apps/api', "await import('@thelook/datagen');"],
    ['apps/api', "import { serve } from '../../datagen/src/serve.js'; serve;"],
  ])('%s: no %s', async (project, statement) => {
    await expect(refuses(project, statement)).resolves.toBe(true);
  });

  test.each([
    ['libs/db', "import type { UserRow } from '@thelook/models'; export type A = UserRow;"],
    ['libs/db', "export * from './migrations/index.js';"],
    ['libs/db', "export * from '../tables.js';"],
    ['apps/api', "export * from '@thelook/feed';"],
  ])('%s: %s is fine', async (project, statement) => {
    await expect(refuses(project, statement)).resolves.toBe(false);
  });
});

test('the packages of the workspace have one version, and ask each other for it', () => {
  const { version } = readJson('package.json');
  for (const project of projects) {
    const { name, version: own, dependencies, devDependencies } = manifest(project);
    const siblings = Object.entries({ ...dependencies, ...devDependencies }).filter(([dependency]) =>
      dependency.startsWith('@thelook/'),
    );
    expect({ name, own, siblings }).toEqual({
      name,
      own: version,
      siblings: siblings.map(([dependency]) => [dependency, version]),
    });
  }
});

test('the compiler builds every project, and in the order of their dependencies', () => {
  const references = (file: string): string[] =>
    (readJson(file).references ?? []).map(({ path }: { path: string }) => path);
  expect(references('tsconfig.json')).toEqual(expect.arrayContaining(built));
  // The page emits nothing for the compiler: Vite builds it.
  const emitted = built.filter((project) => project !== 'apps/dashboard');
  expect(references('tsconfig.test.json')).toEqual(expect.arrayContaining(emitted));
  for (const project of built) {
    const needed = built.filter((other) => manifest(other).name in dependenciesOf(project));
    const referenced = references(`${project}/tsconfig.json`).map((path) => join(project, path));
    expect({ project, referenced }).toEqual({ project, referenced: expect.arrayContaining(needed) });
  }
});

test('every built project has a build for Nx under its own name', () => {
  for (const project of built) {
    const { name, targets } = readJson(`${project}/project.json`);
    expect({ project, name, build: targets.build.command }).toEqual({
      project,
      name: manifest(project).name.replace('@thelook/', ''),
      build: expect.stringMatching(`(tsc -b|vite build) ${project}`),
    });
  }
});

test('every kind of test that a project has is a target of it', () => {
  for (const project of projects) {
    const tests = filesOf(project).filter((file) => file.endsWith('.test.ts'));
    const kindOf = (file: string) => /\.(integration|e2e)\.test\.ts$/.exec(file)?.[1] ?? 'test';
    const { targets = {} } = existsSync(join(workspaceRoot, project, 'project.json'))
      ? readJson(`${project}/project.json`)
      : {};
    expect({ project, targets: Object.keys(targets) }).toEqual({
      project,
      targets: expect.arrayContaining([...new Set(tests.map(kindOf)), 'lint']),
    });
  }
});

test('what tests read of the environment is part of what Nx knows a result by', () => {
  const inputs: (string | { env?: string })[] = readJson('nx.json').namedInputs.tests;
  const known = inputs.flatMap((input) => (typeof input === 'string' ? [] : (input.env ?? [])));
  // Set by the run itself, and by tests for themselves.
  known.push('THELOOK_TEST_PAGE_DIR', 'THELOOK_TEST_RESULTS', 'SOURCE_DIR', 'PATH');
  const read = projects
    .filter((project) => project !== 'tools/bench')
    .flatMap((project) => filesOf(project).filter((file) => /(test|apps\/e2e\/src)\/.*\.ts$/.test(file)))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/process\.env\['(\w+)'\]/g)])
    .map(([, name]) => name);
  expect(read.filter((name) => name !== undefined && !known.includes(name))).toEqual([]);
});
