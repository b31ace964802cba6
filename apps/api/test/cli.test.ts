import { createProgram, type ApiOptions } from '../src/cli.js';
import { defaultLimits } from '../src/feed/limits.js';
import { readTokens } from '../src/option-values.js';

/** What the command line makes of flags and variables. */
async function parse(args: string[], env: Record<string, string> = {}): Promise<ApiOptions> {
  Object.assign(process.env, env);
  let parsed: ApiOptions | undefined;
  try {
    const program = createProgram(async (options) => {
      parsed = options;
    });
    program.configureOutput({ writeErr: () => undefined });
    await program.parseAsync(args, { from: 'user' });
  } finally {
    for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
  }
  if (!parsed) throw new Error('nothing was run');
  return parsed;
}

test('without flags, the limits are the default ones', async () => {
  await expect(parse([])).resolves.toEqual({
    ...defaultLimits,
    allowedHosts: [],
    allowedOrigins: [],
    trustProxy: 0,
    port: 8_000,
    host: '127.0.0.1',
    lookbackMinutes: 5,
    refreshSeconds: 5,
    windowMode: 'auto',
    quiet: false,
    json: false,
  });
});

test('a folder without a page is refused', async () => {
  await expect(parse([], { PAGE_DIR: 'apps' })).rejects.toThrow(/'apps'.*index\.html/s);
});

test.each([
  ['--page-dir', 'PAGE_DIR', 'apps/dashboard', { pageDir: 'apps/dashboard' }],
  [
    '--allowed-hosts',
    'ALLOWED_HOSTS',
    'a.example, .B.example',
    { allowedHosts: ['a.example', '.b.example'] },
  ],
  ['--allowed-hosts', 'ALLOWED_HOSTS', '', { allowedHosts: [] }],
  [
    '--allowed-origins',
    'ALLOWED_ORIGINS',
    'https://A.example:443/,app://x',
    { allowedOrigins: ['https://a.example', 'app://x'] },
  ],
  ['--trust-proxy', 'TRUST_PROXY', '2', { trustProxy: 2 }],
  ['--trust-proxy', 'TRUST_PROXY', 'loopback, 10.0.0.0/8', { trustProxy: ['loopback', '10.0.0.0/8'] }],
  ['--tls-cert', 'TLS_CERT', 'cert.pem', { tlsCert: 'cert.pem' }],
  ['--tls-key', 'TLS_KEY', 'key.pem', { tlsKey: 'key.pem' }],
  ['--max-windows', 'MAX_WINDOWS', '3', { maxWindows: 3 }],
  ['--max-views', 'MAX_VIEWS', '3', { maxViews: 3 }],
  ['--max-clients', 'MAX_CLIENTS', '3', { maxClients: 3 }],
  ['--max-clients-per-address', 'MAX_CLIENTS_PER_ADDRESS', '3', { maxClientsPerAddress: 3 }],
  ['--max-windows-per-address', 'MAX_WINDOWS_PER_ADDRESS', '3', { maxWindowsPerAddress: 3 }],
  ['--max-views-per-address', 'MAX_VIEWS_PER_ADDRESS', '3', { maxViewsPerAddress: 3 }],
  ['--max-slow-clients', 'MAX_SLOW_CLIENTS', '3', { maxSlowClients: 3 }],
  ['--snapshot-bytes-per-second', 'SNAPSHOT_BYTES_PER_SECOND', '65536', { snapshotBytesPerSecond: 65_536 }],
  ['--max-http-connections', 'MAX_HTTP_CONNECTIONS', '3', { maxHttpConnections: 3 }],
  ['--drain-seconds', 'DRAIN_SECONDS', '0.5', { drainSeconds: 0.5 }],
  ['--max-queued-bytes', 'MAX_QUEUED_BYTES', '65536', { maxQueuedBytes: 65_536 }],
  ['--slow-client-seconds', 'SLOW_CLIENT_SECONDS', '1.5', { slowClientSeconds: 1.5 }],
  ['--ping-seconds', 'PING_SECONDS', '10', { pingSeconds: 10 }],
  ['--resume-seconds', 'RESUME_SECONDS', '10', { resumeSeconds: 10 }],
  ['--refresh-seconds', 'REFRESH_SECONDS', '0.5', { refreshSeconds: 0.5 }],
  ['--lookback-minutes', 'LOOKBACK_MINUTES', '0.5', { lookbackMinutes: 0.5 }],
  ['--window-mode', 'WINDOW_MODE', 'query', { windowMode: 'query' }],
  ['--port', 'PORT', '0', { port: 0 }],
  ['--host', 'HOST', '::1', { host: '::1' }],
])('%s and %s mean the same', async (flag, variable, value, expected) => {
  await expect(parse([flag, value])).resolves.toMatchObject(expected);
  await expect(parse([], { [variable]: value })).resolves.toMatchObject(expected);
});

test('compression is a flag, and a variable that says yes or no', async () => {
  await expect(parse(['--compress'])).resolves.toMatchObject({ compress: true });
  await expect(parse([], { COMPRESS: 'true' })).resolves.toMatchObject({ compress: true });
  await expect(parse([], { COMPRESS: 'false' })).resolves.toMatchObject({ compress: false });
  await expect(parse([], { COMPRESS: 'perhaps' })).rejects.toThrow(/true or false/);
});

test.each([
  ['--port', '70000'],
  ['--port', '8000.5'],
  ['--port', ''],
  ['--host', ''],
  ['--max-clients', '0'],
  ['--max-clients', 'many'],
  ['--max-queued-bytes', '-1'],
  ['--slow-client-seconds', '0'],
  ['--ping-seconds', ''],
  ['--ping-seconds', 'Infinity'],
  ['--refresh-seconds', '3000000'],
  ['--lookback-minutes', 'NaN'],
  ['--window-mode', 'guess'],
  ['--allowed-hosts', 'https://a.example'],
  ['--allowed-hosts', 'a.example:8000'],
  ['--allowed-origins', 'a.example'],
  ['--allowed-origins', 'https://a.example/page'],
  ['--allowed-origins', 'null'],
  ['--allowed-origins', '*'],
  ['--trust-proxy', 'everybody'],
  ['--trust-proxy', '10.0.0.0/64'],
])('%s %p is refused, and what is allowed is said', async (flag, value) => {
  await expect(parse([flag, value])).rejects.toThrow(/[Aa]llowed/);
});

test('tokens come from a variable, with commas between them', () => {
  expect(readTokens({})).toEqual([]);
  expect(readTokens({ AUTH_TOKEN: '' })).toEqual([]);
  expect(readTokens({ AUTH_TOKEN: 'one, two' })).toEqual(['one', 'two']);
});

test.each([',', ' ', 'a secret', 'geheimniß', 'x'.repeat(201)])(
  'the tokens %p are refused, and not repeated',
  (text) => {
    const read = () => readTokens({ AUTH_TOKEN: text });
    expect(read).toThrow('AUTH_TOKEN is "(not shown)"; allowed: 1 to 200 visible');
  },
);
