import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../src/index.js';
import { readTls } from '../src/tls.js';

const pem = (name: string): string => `-----BEGIN CERTIFICATE-----\n${name}\n`;
const folder = mkdtempSync(join(tmpdir(), 'thelook-tls-'));
const file = (name: string, content = pem(name)): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const root = file('root');
const certificate = file('certificate');
const key = file('key');
const empty = file('empty', '');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (query: string, env: NodeJS.ProcessEnv = {}) => readTls(new URLSearchParams(query), env);

test('is off unless asked for', () => {
  expect(read('')).toBe(false);
  expect(read('sslmode=disable')).toBe(false);
  expect(read('', { DB_SSL_MODE: 'disable' })).toBe(false);
});

test('files of no use are allowed where TLS is switched off', () => {
  expect(read('sslmode=disable', { DB_SSL_ROOT_CERT: root })).toBe(false);
});

test('require encrypts and trusts any certificate', () => {
  expect(read('', { DB_SSL_MODE: 'require' })).toMatchObject({ rejectUnauthorized: false });
});

test('require with a root certificate checks who signed, as PostgreSQL’s own clients do', () => {
  const tls = read('sslmode=require', { DB_SSL_ROOT_CERT: root });
  expect(tls).toMatchObject({ rejectUnauthorized: true, ca: pem('root') });
  expect(tls).toHaveProperty('checkServerIdentity');
});

test('verify-ca checks who signed, not for whom', () => {
  const tls = read(`sslmode=verify-ca&sslrootcert=${root}`);
  expect(tls).toMatchObject({ rejectUnauthorized: true, ca: pem('root') });
  expect(tls).toHaveProperty('checkServerIdentity');
});

test.each(['sslmode=verify-full', 'ssl=true', 'ssl=1'])('%s checks the host too', (query) => {
  const tls = read(query);
  expect(tls).toMatchObject({ rejectUnauthorized: true });
  expect(tls).not.toHaveProperty('checkServerIdentity');
});

test('presents a client certificate', () => {
  const env = { DB_SSL_MODE: 'verify-full', DB_SSL_CERT: certificate, DB_SSL_KEY: key };
  expect(read('', env)).toMatchObject({ cert: pem('certificate'), key: pem('key') });
});

test('takes the URL before the variables', () => {
  expect(read('sslmode=disable', { DB_SSL_MODE: 'verify-full' })).toBe(false);
  expect(read('ssl=false', { DB_SSL_MODE: 'verify-full' })).toBe(false);
});

test.each<[string, string, NodeJS.ProcessEnv]>([
  ['DB_SSL_MODE', '', { DB_SSL_MODE: 'prefer' }],
  ['DATABASE_URL: sslmode', 'sslmode=on', {}],
  ['DATABASE_URL: ssl', 'ssl=maybe', {}],
  ['DATABASE_URL: sslmode', 'sslmode=verify-ca', {}],
  ['DB_SSL_CERT', 'sslmode=require', { DB_SSL_CERT: certificate }],
  ['DB_SSL_ROOT_CERT', 'sslmode=verify-full', { DB_SSL_ROOT_CERT: join(folder, 'nowhere') }],
  ['DB_SSL_ROOT_CERT', '', { DB_SSL_ROOT_CERT: join(folder, 'nowhere') }],
  ['DB_SSL_ROOT_CERT', 'sslmode=disable', { DB_SSL_ROOT_CERT: join(folder, 'nowhere') }],
  ['DATABASE_URL: sslkey', `sslkey=${folder}/nowhere`, {}],
  ['DB_SSL_ROOT_CERT', '', { DB_SSL_ROOT_CERT: root }],
  ['DB_SSL_KEY', 'sslmode=require', { DB_SSL_KEY: key }],
  ['DB_SSL_ROOT_CERT', 'sslmode=verify-full', { DB_SSL_ROOT_CERT: empty }],
])('refuses nonsense in %s', (field, query, env) => {
  expect(() => read(query, env)).toThrow(ConfigError);
  expect(() => read(query, env)).toThrow(expect.objectContaining({ field }));
});
