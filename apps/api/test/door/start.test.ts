import { once } from 'node:events';
import { RunningProcess, sourceFlags } from '../../../e2e/src/running-process.js';
import { WebSocket } from 'ws';

const TOKEN = 'correct-horse-battery-staple';
const encoded = Buffer.from(TOKEN).toString('base64url');

let api: RunningProcess;

/** @param openFiles that the process may have. */
function start(env: Record<string, string>, openFiles?: number): RunningProcess {
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', PORT: '0', LOG_FORMAT: 'json' };
  const args = [...sourceFlags, 'apps/api/src/main.ts'];
  const command = [process.execPath, ...args];
  const limited = openFiles === undefined ? [] : ['sh', '-c', `ulimit -n ${openFiles} && exec "$0" "$@"`];
  const [program = '', ...rest] = [...limited, ...command];
  return (api = new RunningProcess(program, rest, { ...nowhere, ...env }));
}

const portOf = async () => (await api.untilOutput(/"url":"https?:\/\/[^"]+:(\d+)".*"listening"/))[1]!;

afterEach(() => api.end());

test('says so when everybody can connect and nobody needs a token', async () => {
  start({ HOST: '0.0.0.0' });
  await portOf();
  expect(api.output).toMatch(/"level":40.*AUTH_TOKEN/);
});

test.each([{ HOST: '127.0.0.1' }, { HOST: '0.0.0.0', AUTH_TOKEN: TOKEN }])(
  'says nothing with %p',
  async (env) => {
    start(env);
    await portOf();
    expect(api.output).not.toMatch(/"level":40.*AUTH_TOKEN/);
  },
);

test.each([
  ['3000', '1000', '"openFiles":4000,"needed":4064,"maxClients":3000,"maxHttpConnections":1000'],
  ['2000', '1000', undefined],
])('says how many files %s clients and %s connections need where 4,000 are allowed', async (...given) => {
  const [clients, connections, warning] = given;
  start({ MAX_CLIENTS: clients, MAX_HTTP_CONNECTIONS: connections }, 4_000);
  await portOf();
  const warned = api.output.split('\n').find((line) => line.includes('MAX_HTTP_CONNECTIONS'));
  if (warning === undefined) expect(warned).toBeUndefined();
  else expect(warned).toContain(warning);
});

test('a token is in no line of the log, whatever becomes of it', async () => {
  start({ AUTH_TOKEN: TOKEN, LOG_LEVEL: 'trace' });
  const port = await portOf();
  const url = `http://127.0.0.1:${port}`;
  for (const path of ['/ws', '/metrics', `/ws?token=${TOKEN}`, `/${TOKEN}`, '/api/v1/summary']) {
    await (await fetch(url + path, { headers: { Authorization: `Bearer ${TOKEN}` } })).text();
  }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, ['thelook.v1', `thelook.token.${encoded}`]);
  await once(socket, 'open');
  // Too large a message ends the connection with an error, which is logged.
  socket.on('error', () => undefined).send('x'.repeat(2_000));
  await once(socket, 'close');
  const metrics = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(metrics.status).toBe(200);
  const told = (await metrics.text()) + api.output;
  expect(told).toContain('thelook_');
  expect(told).not.toContain(TOKEN);
  expect(told).not.toContain(encoded);
});

test.each([
  [{ AUTH_TOKEN: 'two words' }, /AUTH_TOKEN is \\"\(not shown\)\\"; allowed/],
  [{ TLS_CERT: '/nowhere/at.all', TLS_KEY: 'package.json' }, /TLS_CERT is .*ENOENT/],
  [{ TRUST_PROXY: 'everybody' }, /TRUST_PROXY/],
  [{ ALLOWED_HOSTS: 'http://a' }, /ALLOWED_HOSTS/],
])('does not start with %p, and says why', async (env, why) => {
  start(env);
  await expect(api.exit()).resolves.toBe(2);
  expect(api.output).toMatch(why);
  expect(api.output).not.toContain('two words');
});
