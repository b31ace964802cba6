import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readComposeFile, workspaceRoot } from './compose-file.js';

const { datagen, api } = readComposeFile().services;
const text = readFileSync(join(workspaceRoot, 'docker/Dockerfile'), 'utf8');
const instructions = DockerfileParser.parse(text).getInstructions();

interface Stage {
  name: string;
  /** An earlier stage, or an image. */
  from: string;
  lines: { keyword: string; words: string }[];
}

const stages: Stage[] = [];
for (const instruction of instructions) {
  const words = instruction.getArgumentsContent() ?? '';
  if (instruction.getKeyword() !== 'FROM') {
    stages.at(-1)?.lines.push({ keyword: instruction.getKeyword(), words });
    continue;
  }
  const [from = '', , name = ''] = words.split(/\s+/);
  stages.push({ name, from, lines: [] });
}

/** The instructions of a stage with those of the stages that it starts from, first to last. */
function chain(name: string): Stage['lines'] {
  const stage = stages.find((candidate) => candidate.name === name);
  return stage ? [...chain(stage.from), ...stage.lines] : [];
}

test('the Dockerfile is one that Docker takes', () => {
  expect(validate(text)).toEqual([]);
});

test('files are copied from stages that exist', () => {
  const names = [...text.matchAll(/--from=(\S+)/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(stages.map((stage) => stage.name)).toContain(name);
});

test('dependencies are installed for packages that exist', () => {
  for (const [, app = ''] of text.matchAll(/--workspace=@thelook\/(\S+)/g)) {
    expect(existsSync(join(workspaceRoot, 'apps', app, 'package.json'))).toBe(true);
  }
});

test('the images run a Node.js that the workspace supports', () => {
  const [, major] = /^FROM node:(\d+)/m.exec(text) ?? [];
  const { engines } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8'));
  const [, lowest] = /(\d+)/.exec(engines.node) ?? [];
  expect(Number(major)).toBeGreaterThan(Number(lowest));
});

describe.each([
  ['datagen', datagen],
  ['api', api],
])('the image of %s', (app, service) => {
  const lines = chain(app);
  const last = (keyword: string) => lines.filter((line) => line.keyword === keyword).at(-1)?.words;

  test('is the one that Compose builds', () => {
    expect(service.build).toEqual({ context: '.', dockerfile: 'docker/Dockerfile', target: app });
  });

  test('starts the built app as node itself, so that it gets the signals', () => {
    expect(JSON.parse(last('ENTRYPOINT') ?? '')).toEqual(['node', `apps/${app}/dist/main.js`]);
    expect(existsSync(join(workspaceRoot, `apps/${app}/src/main.ts`))).toBe(true);
  });

  test('runs in production mode as a user without rights', () => {
    expect(last('USER')).toBe('node');
    expect(lines).toContainEqual({ keyword: 'ENV', words: 'NODE_ENV=production' });
  });

  test('says what it is', () => {
    const labels = lines.filter(({ keyword }) => keyword === 'LABEL').map(({ words }) => words);
    for (const label of ['title', 'description', 'source', 'licenses']) {
      expect(labels.join('\n')).toContain(`org.opencontainers.image.${label}=`);
    }
  });

  test('holds no tool that only builds', () => {
    expect(lines.filter(({ keyword, words }) => keyword === 'RUN' || words.startsWith('. '))).toEqual([]);
  });
});

describe("the api's health check", () => {
  /** Its exit code, with an api that answers as given. */
  async function check(status?: number): Promise<number | null> {
    const server = createServer(({ url }, response) => {
      response.writeHead(url === '/readyz' ? (status ?? 500) : 404).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    if (status === undefined) server.close();
    const [, exec = '[]'] = /^HEALTHCHECK .*?CMD (\[.*?\])$/ms.exec(text) ?? [];
    const [command = '', ...args] = JSON.parse(exec) as string[];
    const probe = spawn(
      command,
      args.map((arg) => arg.replace(':8000/', `:${port}/`)),
    );
    await once(probe, 'exit');
    server.close();
    return probe.exitCode;
  }

  test.each([
    ['passes when the api is ready', 200, 0],
    ['fails when the api says that it is not', 503, 1],
    ['fails when nobody listens', undefined, 1],
  ])('%s', async (_name, status, exitCode) => {
    await expect(check(status)).resolves.toBe(exitCode);
  });
});

test('they start from the same image for everybody, on every machine', () => {
  const images = stages.map(({ from }) => from).filter((from) => !stages.some(({ name }) => name === from));
  expect(images).toEqual([expect.stringMatching(/^node:[\w.-]+@sha256:[0-9a-f]{64}$/)]);
});
