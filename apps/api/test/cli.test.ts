import { createProgram, type ApiOptions } from '../src/cli.js';
import { defaultLimits } from '../src/feed/limits.js';

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
  ['--max-windows', 'MAX_WINDOWS', '3', { maxWindows: 3 }],
  ['--max-views', 'MAX_VIEWS', '3', { maxViews: 3 }],
  ['--max-clients', 'MAX_CLIENTS', '3', { maxClients: 3 }],
  ['--max-clients-per-address', 'MAX_CLIENTS_PER_ADDRESS', '3', { maxClientsPerAddress: 3 }],
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
])('%s %p is refused, and what is allowed is said', async (flag, value) => {
  await expect(parse([flag, value])).rejects.toThrow(/[Aa]llowed/);
});
