import { ConfigError, readConnectionConfig, readSchema } from '../src/index.js';

const refused = (env: NodeJS.ProcessEnv): ConfigError => {
  try {
    readConnectionConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('nothing was refused');
};

test.each<[string, NodeJS.ProcessEnv]>([
  ['nothing is set', {}],
  ['only a schema is', { DB_SCHEMA: 'shop' }],
  ['variables are empty', { DATABASE_URL: '', DB_HOST: '' }],
])('names no server when %s', (_, env) => {
  expect(readConnectionConfig(env)).toBeUndefined();
});

test('fills up what DB_* leave out', () => {
  expect(readConnectionConfig({ DB_NAME: 'shop' })).toEqual({
    connection: { host: 'localhost', port: 5432, user: 'postgres', database: 'shop', ssl: false },
    schema: 'ecommerce',
  });
});

test('reads every DB_*', () => {
  const env = { DB_HOST: 'db', DB_PORT: '6432', DB_USER: 'u', DB_PASS: 'p@ss', DB_NAME: 'n', DB_SCHEMA: 's' };
  expect(readConnectionConfig(env)).toEqual({
    connection: { host: 'db', port: 6432, user: 'u', password: 'p@ss', database: 'n', ssl: false },
    schema: 's',
  });
});

test('takes the URL before DB_*, but the schema from DB_SCHEMA', () => {
  const url = 'postgres://u:p%40ss@db:6432/n?options=-c%20statement_timeout%3D5s';
  expect(readConnectionConfig({ DATABASE_URL: url, DB_HOST: 'other', DB_SCHEMA: 's' })).toEqual({
    connection: { connectionString: url, ssl: false },
    schema: 's',
  });
});

test.each(['0', '65536', '5432a', '-1', '1e3', ' 5432'])('refuses the port %p', (DB_PORT) => {
  expect(refused({ DB_PORT })).toMatchObject({ code: 'THELOOK_CONFIG', field: 'DB_PORT', value: DB_PORT });
});

test.each([
  'mysql://u:secret@db/n',
  'db:5432',
  'postgres://u:secret@db:port/n',
  'postgres://u:%secret@db/n',
  'secret',
])('refuses the URL %p without telling the password', (DATABASE_URL) => {
  const error = refused({ DATABASE_URL });
  expect(error.field).toBe('DATABASE_URL');
  expect(error.message).not.toContain('secret');
  expect(error.cause).toBeUndefined();
});

test.each(['pg_shop', 'information_schema', 's'.repeat(64), 'é'.repeat(32), 'a\0b', 'a\nb', 'half \ud83d'])(
  'refuses the schema %p',
  (DB_SCHEMA) => {
    expect(() => readSchema({ DB_SCHEMA })).toThrow(ConfigError);
  },
);

test.each(['shop', 'Shop "2"', 'é'.repeat(31)])('takes the schema %p', (DB_SCHEMA) => {
  expect(readSchema({ DB_SCHEMA })).toBe(DB_SCHEMA);
});
