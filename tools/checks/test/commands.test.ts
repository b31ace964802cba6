import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './compose-file.js';

const read = (file: string): string => readFileSync(join(workspaceRoot, file), 'utf8');
const readJson = (file: string) => JSON.parse(read(file));
const scripts: Record<string, string> = readJson('package.json').scripts;
const folders = ['libs', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(join(workspaceRoot, folder)).map((name) => `${folder}/${name}`),
);
const targets: Record<string, object> = Object.fromEntries(
  folders
    .filter((folder) => existsSync(join(workspaceRoot, folder, 'project.json')))
    .map((folder) => readJson(`${folder}/project.json`))
    .map(({ name, targets }) => [name, targets]),
);
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'examples/README.md', 'data/README.md'],
  ...readdirSync(join(workspaceRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...folders.map((folder) => `${folder}/README.md`).filter((file) => existsSync(join(workspaceRoot, file))),
];

/** What begins a command that people are told to run here, and who knows whether it is one. */
const checks: [pattern: RegExp, exists: (words: string[]) => boolean][] = [
  [/^npm (ci|start|test|install|pack)\b/, () => true],
  [/^npm run /, ([, , script = '']) => script in scripts],
  [/^npx nx (graph|affected|run-many|release|show)\b/, () => true],
  [
    /^npx nx run /,
    ([, , , task = '']) => {
      const [project = '', target = ''] = task.split(':');
      return target in (targets[project] ?? {});
    },
  ],
  [
    /^npx @thelook\//,
    ([, name = '']) => existsSync(join(workspaceRoot, 'apps', name.replace('@thelook/', ''))),
  ],
];

/** Commands of a document: lines of its shell blocks, and code in its lines, without comments and variables. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, code = '']) => code.split('\n'));
  const inline = [...text.replace(/^```.*?^```/gms, '').matchAll(/`((?:npm|npx) [^`]*)`/g)].map(
    ([, code = '']) => code,
  );
  return [...blocks, ...inline]
    .flatMap((line) => line.split(' && '))
    .map((line) =>
      line
        .replace(/\s+#.*$/, '')
        .replace(/^(\w+=('[^']*'|\S*) )+/, '')
        .trim(),
    )
    .filter((line) => /^(npm|npx|nx) /.test(line));
}

const commands = documents.flatMap((file) => commandsOf(read(file)).map((command) => ({ file, command })));

test('there are commands to look at', () => {
  expect(commands.length).toBeGreaterThan(40);
});

test.each(commands)('$file: $command', ({ command }) => {
  const [, exists] = checks.find(([pattern]) => pattern.test(command)) ?? [];
  // Tools of others, which are fetched.
  if (/^npx (-y |vite build)/.test(command)) return;
  expect({ command, known: exists?.(command.split(/\s+/)) }).toEqual({ command, known: true });
});

test.each(commands.filter(({ command }) => command.includes('test:jest')))(
  'finds what it is to test: $command',
  ({ command }) => {
    const [, pattern, , title] = /-- ([\w./-]+)?( -t '([^']*)')?/.exec(command) ?? [];
    // A flag alone, or a name that stands for any.
    if (pattern === undefined || /^(--|[A-Z]+$)/.test(pattern)) return;
    const tests = folders.flatMap((folder) =>
      ['src', 'test']
        .map((part) => join(workspaceRoot, folder, part))
        .filter(existsSync)
        .flatMap((path) =>
          readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => join(path, file)),
        ),
    );
    const found = tests.filter((file) => file.endsWith('.test.ts') && new RegExp(pattern).test(file));
    const named = found.filter((file) => title === undefined || readFileSync(file, 'utf8').includes(title));
    expect(named).not.toEqual([]);
  },
);

test.each(commands.filter(({ command }) => command.startsWith('npm run bench -- ')))(
  'measures something: $command',
  ({ command }) => {
    const [name = ''] = command.replace('npm run bench -- ', '').split(' ');
    expect(readdirSync(join(workspaceRoot, 'tools/bench/src'))).toContain(name);
  },
);
