import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, parseBenchmark, subcommandsOf } from './command-lines.js';
import { readComposeFile, workspaceRoot } from './compose-file.js';
import { documentedCommands, folders, type DocumentedCommand } from './documented-commands.js';

const readJson = (file: string) => JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));
const scripts: Record<string, string> = readJson('package.json').scripts;
const projects: Record<string, Record<string, Target>> = Object.fromEntries(
  folders
    .filter((folder) => existsSync(join(workspaceRoot, folder, 'project.json')))
    .map((folder) => readJson(`${folder}/project.json`))
    .map(({ name, targets }) => [name, targets]),
);

interface Target {
  command?: string;
  options?: { command: string };
}

const tests = folders.flatMap((folder) =>
  ['src', 'test']
    .map((part) => join(workspaceRoot, folder, part))
    .filter(existsSync)
    .flatMap((path) =>
      readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => join(path, file)),
    )
    .filter((file) => file.endsWith('.test.ts')),
);

type Check = (command: DocumentedCommand) => unknown;

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'thelook-checks-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** Puts the file there that a document shows, and lets its reader write. */
function withShownFile(file: string, word: string): string {
  if (word !== '$PWD/my.json') return word;
  const [, json = ''] = /^```json\n(.*?)^```/ms.exec(readFileSync(join(workspaceRoot, file), 'utf8')) ?? [];
  writeFileSync(join(scratch, 'my.json'), json);
  return join(scratch, 'my.json');
}

/** A task of Nx, and the flags that an app gets through it. */
const checkTask: Check = async ({ file, words, env }) => {
  const [, , , task = '', ...rest] = words;
  const [project = '', name = ''] = task.split(':');
  const target = projects[project]?.[name];
  if (!target) throw new Error(`no task: ${task}`);
  const [, app, ...before] = /apps\/(\w+)\/src\/main\.ts(.*)$/.exec(target.options?.command ?? '') ?? [];
  const flags = rest.filter((word) => word !== '--').map((word) => withShownFile(file, word));
  if (app !== undefined)
    await parse(app, [...before.join(' ').trim().split(' ').filter(Boolean), ...flags], env);
  else expect(flags).toEqual([]);
};

/** What a filter of files and of titles finds, and that the tests found read the variables given. */
const checkTests = (flags: string[], env: Record<string, string>) => {
  const title = flags.includes('-t') ? flags[flags.indexOf('-t') + 1] : undefined;
  if (flags[0]?.startsWith('--')) return expect(['--selectProjects']).toContain(flags[0]);
  // A name that stands for any.
  if (/^[A-Z]+$/.test(flags[0] ?? '')) return;
  const found = tests.filter((file) => new RegExp(flags[0] ?? '').test(file));
  const texts = found.map((file) => readFileSync(file, 'utf8'));
  const titles = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:test|describe)(?:\.each\(.*?\))?\(\s*(['"`])(.*?)\1/gs)].map(
      ([, , named = '']) => named,
    ),
  );
  expect(titles.filter((named) => title === undefined || new RegExp(title).test(named))).not.toEqual([]);
  for (const name of Object.keys(env)) expect(texts.join('\n')).toContain(`process.env['${name}']`);
};

const checkScript: Check = async ({ words, env }) => {
  const [, , script = '', ...rest] = words;
  expect(Object.keys(scripts)).toContain(script);
  const flags = rest.filter((word) => word !== '--');
  if (script === 'test:jest') checkTests(flags, env);
  if (script === 'bench') expect(await parseBenchmark(flags)).toBe(0);
};

const checkTargets: Check = ({ words }) => {
  const [, , command, ...flags] = words;
  if (command === 'affected' || command === 'run-many') {
    const named = flags.slice(1).filter((flag) => !flag.startsWith('-'));
    const known = Object.values(projects).flatMap(Object.keys);
    expect(known).toEqual(expect.arrayContaining(named));
  } else expect(['graph', 'release', 'show']).toContain(command);
};

const checkCompose: Check = ({ words, env }) => {
  const { services } = readComposeFile();
  const profile = words[words.indexOf('--profile') + 1];
  if (words.includes('--profile'))
    expect(Object.values(services).flatMap(({ profiles }) => profiles)).toContain(profile);
  if (words.includes('exec')) expect(Object.keys(services)).toContain(words[words.indexOf('exec') + 1]);
  const text = readFileSync(join(workspaceRoot, 'docker-compose.yml'), 'utf8');
  for (const name of Object.keys(env)) expect(text).toContain(`\${${name}:-`);
};

const checkCurl: Check = ({ words }) => {
  const [, file] = /^@(.*)/.exec(words[words.indexOf('--data') + 1] ?? '') ?? [];
  if (file !== undefined) expect(existsSync(join(workspaceRoot, file))).toBe(true);
};

/** The first that fits says whether a command is one, by letting the real parser read it where there is one. */
const checks: [pattern: RegExp, check: Check][] = [
  [/^npm (ci|install|pack)\b/, () => undefined],
  [/^npm (start|test)\b/, ({ words }) => expect(Object.keys(scripts)).toContain(words[1])],
  [/^npm run /, checkScript],
  [/^npx nx run /, checkTask],
  [/^npx nx /, checkTargets],
  [/^npx @thelook\//, ({ words, env }) => parse(words[1]!.replace('@thelook/', ''), words.slice(2), env)],
  [/^node apps\/datagen\/dist\/main\.js /, ({ words, env }) => parse('datagen', words.slice(2), env)],
  // A subcommand by its name alone, in a sentence.
  [/^datagen [a-z-]+$/, ({ words }) => expect(subcommandsOf('datagen')).toContain(words[1])],
  [/^datagen /, ({ words, env }) => parse('datagen', words.slice(1), env)],
  [/^docker compose /, checkCompose],
  [/^curl /, checkCurl],
  // Tools of others.
  [/^(npx -y wscat|npx vite build|psql|jq|sort|cut|docker network|export) ?/, () => undefined],
];

const withoutVariables = ({ words }: DocumentedCommand) => words.join(' ');

test('there are commands to look at', () => {
  expect(documentedCommands.length).toBeGreaterThan(120);
});

test.each(documentedCommands)('$file: $command', async (command) => {
  const [, check] = checks.find(([pattern]) => pattern.test(withoutVariables(command))) ?? [];
  if (!check) throw new Error('nobody knows whether this can be run');
  await check(command);
});

const wrong = [
  'npx nx run datagen:serve -- --no-such-flag',
  'npx nx run datagen:serv',
  'npx nx run api:serve -- --port many',
  'npx nx affected -t lints',
  'npm run tests',
  "npm run test:jest -- libs/db -t 'does what no test does'",
  'NO_SUCH=1 npm run test:jest -- living-crowd',
  'npm run bench -- feed --profiles',
  'npm run bench -- food',
  'npx @thelook/datagen backfill --user 2000',
  'docker compose --profile cdd up',
].map((command) => {
  const env = Object.fromEntries(
    [...command.matchAll(/^([A-Z_]+)=(\S+) /g)].map(([, name, value]) => [name, value]),
  );
  const words = command
    .replace(/^[A-Z_]+=\S+ /, '')
    .match(/'[^']*'|\S+/g)!
    .map((word) => word.replaceAll("'", ''));
  return { file: '', command, env, words };
});

test.each(wrong)('is not taken for one that can be run: $command', async (command) => {
  const [, check] = checks.find(([pattern]) => pattern.test(withoutVariables(command))) ?? [];
  await expect((async () => check!(command))()).rejects.toThrow();
});

const helps = ['api', 'datagen'].flatMap((app) => [
  [app, []],
  ...subcommandsOf(app).map((name) => [app, [name]]),
]) as [string, string[]][];

test.each(helps)('the examples in the help of %s %j are read by its parser', async (app, subcommand) => {
  const help = await parse(app, [...subcommand, '--help']);
  const examples = [
    ...help.matchAll(new RegExp(`^ {2}((?:[A-Z_]+=\\S+ )*)${app}(.*?)(?:(?: {2,}| [|>] ).*)?$`, 'gm')),
  ];
  expect(examples.length).toBeGreaterThan(0);
  for (const [, variables = '', line = ''] of examples) {
    const env = Object.fromEntries(
      [...variables.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    await parse(app, line.trim().split(/\s+/).filter(Boolean), env);
  }
});

test.each(['api:serve', 'datagen:serve', 'datagen:backfill'])(
  'npx nx run %s -- --help shows the help of the app',
  async (task) => {
    const own = Object.entries(process.env).filter(([name]) => !/^(NX_|NODE_OPTIONS)/.test(name));
    const env = { ...Object.fromEntries(own), NX_DAEMON: 'false', NO_COLOR: '1' };
    const args = ['run', task, '--excludeTaskDependencies', '--', '--help'];
    const { stdout } = await promisify(execFile)('node_modules/.bin/nx', args, { cwd: workspaceRoot, env });
    expect(stdout).toMatch(/Usage: (datagen|api)/);
  },
);
