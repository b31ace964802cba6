import { readConnectionConfig } from '@thelook/db';
import { createLogger, kebabFlags } from '@thelook/service';
import { Ajv } from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createProgram as createApi } from '../../../apps/api/src/cli.js';
import { readTokens } from '../../../apps/api/src/option-values.js';
import { createProgram as createDatagen } from '../../../apps/datagen/src/cli.js';
import type { ServeFlags } from '../../../apps/datagen/src/flags/serve-flags.js';
import { readComposeFile, workspaceRoot } from './compose-file.js';

const compose = readComposeFile();
const { postgres, datagen, api, kafka, connect } = compose.services;

describe('the Compose specification', () => {
  // The linter brings the specification's own schema along.
  const linter = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
  const schema = JSON.parse(readFileSync(join(linter, 'schemas/compose.schema.json'), 'utf8'));
  // It names its dialect, draft 7, by an address that Ajv does not know, and has formats of its own.
  const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(schema);

  test('allows the file', () => {
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  const broken: [name: string, service: object][] = [
    ['an unknown key', { ...api, helthcheck: {} }],
    ['an unknown condition', { ...api, depends_on: { postgres: { condition: 'healthy' } } }],
    ['a command that YAML took for a mapping', { ...api, healthcheck: { test: ['CMD', { 'ok ? 0': 1 }] } }],
  ];
  test.each(broken)('does not allow %s', (_name, service) => {
    expect(validate({ services: { service } })).toBe(false);
  });
});

test('images of Docker Hub are the same for everybody, others have a version', () => {
  for (const image of [postgres.image, kafka.image])
    expect(image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
  expect(connect.image).toMatch(/:\d+\.\d+\.\d+\.Final$/);
});

test('files and volumes that are mounted exist', () => {
  for (const volume of postgres.volumes ?? []) {
    const [source = ''] = volume.split(':');
    expect(source.startsWith('.') ? existsSync(join(workspaceRoot, source)) : source in compose.volumes).toBe(
      true,
    );
  }
});

test('the server keeps what change data capture needs in its log', () => {
  expect(postgres.command).toContain('wal_level=logical');
});

test('the apps wait for a server that answers', () => {
  expect(postgres.healthcheck?.test).toContain('pg_isready');
  for (const app of [datagen, api])
    expect(app.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
});

test.each([
  ['datagen', datagen],
  ['api', api],
])('%s reads as its server the one that runs beside it', (_name, { environment }) => {
  expect(readConnectionConfig(environment)).toMatchObject({
    connection: {
      host: 'postgres',
      port: 5432,
      user: postgres.environment['POSTGRES_USER'],
      password: postgres.environment['POSTGRES_PASSWORD'],
      database: postgres.environment['POSTGRES_DB'],
    },
    schema: 'ecommerce',
  });
});

test.each([
  ['datagen', datagen, createDatagen(() => Promise.resolve())],
  ['api', api, createApi(() => Promise.resolve())],
])('%s knows every variable that it is given', (name, { environment }, program) => {
  const known = new Set(program.options.map((option) => option.envVar));
  const observed = new Proxy(environment, {
    get: (target, variable: string) => known.add(variable) && target[variable],
  });
  readConnectionConfig(observed);
  createLogger({ name, env: observed });
  if (name === 'api') readTokens(observed);
  expect(Object.keys(environment).filter((variable) => !known.has(variable))).toEqual([]);
});

test('Kafka and Debezium are there for those who ask for them, and follow the publication of the shop', () => {
  for (const service of [kafka, connect]) expect(service.profiles).toEqual(['cdc']);
  const connector = JSON.parse(readFileSync(join(workspaceRoot, 'docker/cdc/connector.json'), 'utf8'));
  expect(connector).toMatchObject({
    'database.user': postgres.environment['POSTGRES_USER'],
    'database.password': postgres.environment['POSTGRES_PASSWORD'],
    'database.dbname': postgres.environment['POSTGRES_DB'],
    'schema.include.list': datagen.environment['DB_SCHEMA'],
    'publication.name': 'cdc_publication',
    'topic.prefix': 'thelook',
    // Of theLook's messages those that tell of the schema.
    'message.prefix.include.list': 'thelook\\.schema',
  });
  const inside = connect.environment['BOOTSTRAP_SERVERS']!;
  expect(kafka.environment['KAFKA_ADVERTISED_LISTENERS']).toContain(`INSIDE://${inside},`);
});

test.each([
  ['the server', postgres],
  ['the api', api],
  ['Kafka', kafka],
  ['Debezium Connect', connect],
])('%s is published for this machine only', (_name, { ports = [] }) => {
  expect(ports).not.toEqual([]);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('what the api is given by default is allowed, and lets everybody in', async () => {
  let parsed: object | undefined;
  const program = createApi(async (options) => {
    parsed = options;
  });
  const before = { ...process.env };
  try {
    Object.assign(process.env, api.environment);
    await program.parseAsync([], { from: 'user' });
  } finally {
    for (const name of Object.keys(api.environment)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  }
  expect(parsed).toMatchObject({ allowedHosts: [], allowedOrigins: [], trustProxy: 0 });
  expect(readTokens(api.environment)).toEqual([]);
});

test('datagen takes its flags as they are written: half a second a shopper, without end', async () => {
  let parsed: ServeFlags | undefined;
  const program = createDatagen((options) => {
    parsed = options;
    return Promise.resolve();
  });
  await program.parseAsync(kebabFlags(String(datagen.command).split(' ')), { from: 'user' });
  expect(parsed).toMatchObject({ waitFor: 0.5, maxIter: -1, ifExists: 'append' });
});

test('is the well-known demo: its user, its password, its database, on its port', () => {
  expect(postgres.environment).toMatchObject({
    POSTGRES_USER: 'develop',
    POSTGRES_PASSWORD: 'password',
    POSTGRES_DB: 'develop',
  });
  expect(postgres.ports).toEqual(['127.0.0.1:5432:5432']);
});

test('takes the window and the generator from the environment', async () => {
  const { services } = readComposeFile({
    ...{ LOOKBACK_MINUTES: '15', REFRESH_SECONDS: '1', DATAGEN_FLAGS: '--wait-for 2 --profile classic' },
  });
  expect(services.api.environment).toMatchObject({ LOOKBACK_MINUTES: '15', REFRESH_SECONDS: '1' });
  let parsed: ServeFlags | undefined;
  const program = createDatagen((options) => {
    parsed = options;
    return Promise.resolve();
  });
  await program.parseAsync(kebabFlags(String(services.datagen.command).split(' ')), { from: 'user' });
  expect(parsed).toMatchObject({ waitFor: 2, profile: 'classic' });
});
