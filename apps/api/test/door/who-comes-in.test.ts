import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiHost } from './api-host.js';

const TOKEN = 'correct-horse-battery-staple';
const subprotocol = (token: string) => `thelook.token.${Buffer.from(token).toString('base64url')}`;

let pageDir: string;
let host: ApiHost | undefined;

const start = async (options: Parameters<typeof ApiHost.start>[0] = {}) =>
  (host = await ApiHost.start({ pageDir, ...options }));

beforeAll(async () => {
  pageDir = await mkdtemp(join(tmpdir(), 'thelook-page-'));
  await writeFile(join(pageDir, 'index.html'), '<!doctype html><title>theLook</title>');
});

afterEach(async () => {
  await host?.close();
  host = undefined;
});

afterAll(() => rm(pageDir, { recursive: true }));

const paths = ['/', '/index.html', '/ws', '/healthz', '/readyz', '/metrics', '/nothing'];
const ofRest = ['/api/v1/summary', '/api/v1/order-items', '/api/v1/openapi.json', '/api/v1/asyncapi.json'];

describe('a name that is not the server’s', () => {
  test.each([...paths, ...ofRest])('is refused at %s', async (path) => {
    const { ask } = await bound();
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      const { status, headers } = await ask(path, ['Host: evil.example'], method);
      expect([status, headers.get('content-type')]).toEqual([421, 'application/problem+json']);
    }
    const { body } = await ask(path, ['Host: evil.example']);
    expect(JSON.parse(body)).toMatchObject({ code: 'THELOOK_HOST', value: 'evil.example' });
  });

  test('is refused for both feeds', async () => {
    const { upgrade } = await bound();
    for (const protocol of [[], ['Sec-WebSocket-Protocol: thelook.v1']]) {
      const { status, body } = await upgrade(['Host: evil.example', ...protocol]);
      expect(status).toBe(421);
      expect(JSON.parse(body)).toMatchObject({ code: 'THELOOK_HOST' });
    }
    await expect(upgrade([])).resolves.toMatchObject({ status: 421 });
    await expect(upgrade(['Host: localhost', 'Host: evil.example'])).resolves.toMatchObject({ status: 421 });
  });

  test('passes once it is allowed', async () => {
    const { ask, upgrade } = await bound({ allowedHosts: ['shop.example'] });
    await expect(ask('/healthz', ['Host: shop.example'])).resolves.toMatchObject({ status: 200 });
    await expect(upgrade(['Host: shop.example:8000'])).resolves.toMatchObject({ status: 101 });
  });
});

describe('a page of another site', () => {
  test.each(['https://evil.example', 'null'])('is refused everywhere: %s', async (origin) => {
    const { ask, upgrade } = await bound();
    for (const path of [...paths, ...ofRest]) {
      const { status, headers, body } = await ask(path, ['Host: localhost', `Origin: ${origin}`]);
      expect([path, status]).toEqual([path, 403]);
      expect(headers.has('access-control-allow-origin')).toBe(false);
      expect(JSON.parse(body)).toMatchObject({ code: 'THELOOK_ORIGIN', value: origin });
    }
    for (const protocol of [[], ['Sec-WebSocket-Protocol: thelook.v1']]) {
      const answer = await upgrade(['Host: localhost', `Origin: ${origin}`, ...protocol]);
      expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('THELOOK_ORIGIN') });
    }
  });

  test('gets nothing out of what needs no Origin: no answer counts as a script or a picture', async () => {
    const { ask } = await bound();
    for (const path of [...paths, ...ofRest]) {
      const { headers } = await ask(path, ['Host: localhost']);
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  test.each([
    'http://localhost:3000',
    'http://127.0.0.1:8000',
    'https://board.example',
    'http://shop.example',
  ])('passes where it is allowed, of this machine, or the server’s own: %s', async (origin) => {
    const { ask, upgrade } = await bound({
      allowedHosts: ['shop.example'],
      allowedOrigins: ['https://board.example'],
    });
    await expect(upgrade(['Host: shop.example', `Origin: ${origin}`])).resolves.toMatchObject({
      status: 101,
    });
    const { status, headers } = await ask('/ws', ['Host: shop.example', `Origin: ${origin}`]);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([426, origin]);
    expect(headers.get('vary')).toBe('Origin');
  });
});

describe('where there are tokens', () => {
  const tokens = ['another-one', TOKEN];
  const local = 'Host: localhost';

  test.each([
    ...[[], ['Authorization: Bearer wrong'], [`Authorization: Basic ${TOKEN}`], ['Authorization: Bearer']],
    ...[[`Authorization: Bearer ${TOKEN}x`], [`Authorization: Bearer ${TOKEN.slice(0, -1)}`]],
  ])('nobody gets in with %p', async (...headers) => {
    const { ask, upgrade } = await bound({ tokens });
    for (const path of ['/metrics', '/ws', '/nothing', ...ofRest]) {
      const answer = await ask(`${path}?token=${TOKEN}`, [local, ...headers]);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(answer.body).toContain('THELOOK_TOKEN');
      expect(answer.body).not.toContain(TOKEN);
    }
    await expect(upgrade([local, ...headers])).resolves.toMatchObject({ status: 401 });
    await expect(upgrade([local, 'Sec-WebSocket-Protocol: thelook.v1', ...headers])).resolves.toMatchObject({
      status: 401,
    });
  });

  test('the page and the checks of health stay open', async () => {
    const { ask } = await bound({ tokens });
    for (const [path, status] of [
      ['/', 200],
      ['/index.html', 200],
      ['/healthz', 200],
      ['/readyz', 503],
    ] as const) {
      await expect(ask(path, [local])).resolves.toMatchObject({ status });
    }
  });

  test.each(tokens)('each of them opens everything: %s', async (token) => {
    const { ask, upgrade } = await bound({ tokens });
    const bearer = `Authorization: Bearer ${token}`;
    await expect(ask('/metrics', [local, bearer])).resolves.toMatchObject({ status: 200 });
    await expect(ask('/api/v1/openapi.json', [local, bearer])).resolves.toMatchObject({ status: 200 });
    await expect(ask('/nothing', [local, bearer])).resolves.toMatchObject({ status: 404 });
    await expect(ask('/ws', [local, bearer])).resolves.toMatchObject({ status: 426 });
    await expect(upgrade([local, bearer])).resolves.toMatchObject({ status: 101 });
  });

  test.each(['thelook.v1', 'thelook.records'])(
    'a browser offers one beside %s, and only that is chosen',
    async (name) => {
      const { upgrade } = await bound({ tokens });
      for (const offered of [`${name}, ${subprotocol(TOKEN)}`, `${subprotocol(TOKEN)},${name}`]) {
        const { status, headers } = await upgrade([local, `Sec-WebSocket-Protocol: ${offered}`]);
        expect([status, headers.get('sec-websocket-protocol')]).toEqual([101, name]);
      }
      const wrong = await upgrade([local, `Sec-WebSocket-Protocol: ${name}, ${subprotocol('wrong')}`]);
      expect(wrong.status).toBe(401);
      expect(wrong.body).not.toContain(subprotocol('wrong'));
    },
  );

  test('a token alone names no feed, and is not repeated', async () => {
    const { upgrade } = await bound({ tokens });
    const { status, body } = await upgrade([local, `Sec-WebSocket-Protocol: ${subprotocol(TOKEN)}`]);
    expect([status, JSON.parse(body)]).toMatchObject([400, { code: 'THELOOK_SUBPROTOCOL' }]);
    expect(body).not.toContain(subprotocol(TOKEN));
  });

  test('a page of this machine may ask why it is not let in, with a token and without', async () => {
    const { ask } = await bound({ tokens });
    const page = 'Origin: http://localhost:3000';
    const refused = await ask('/ws', [local, page]);
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
      401,
      'http://localhost:3000',
    ]);
    const asked = ['Access-Control-Request-Method: GET', 'Access-Control-Request-Headers: authorization'];
    const { status, headers } = await ask('/ws', [local, page, ...asked], 'OPTIONS');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-headers')).toBe('Authorization');
  });

  test('what was refused is counted by its code', async () => {
    const { ask } = await bound({ tokens });
    await ask('/metrics', [local]);
    await ask('/healthz', ['Host: evil.example']);
    const { body } = await ask('/metrics', [local, `Authorization: Bearer ${TOKEN}`]);
    expect(body).toContain('thelook_refusals_total{code="THELOOK_TOKEN_MISSING"} 1');
    expect(body).toContain('thelook_refusals_total{code="THELOOK_HOST"} 1');
  });
});

test('without tokens, one that is sent anyway does no harm', async () => {
  const { ask, upgrade } = await bound();
  await expect(ask('/metrics', ['Host: localhost', 'Authorization: Bearer x'])).resolves.toMatchObject({
    status: 200,
  });
  const offered = `Sec-WebSocket-Protocol: thelook.v1, ${subprotocol('x')}`;
  await expect(upgrade(['Host: localhost', offered])).resolves.toMatchObject({ status: 101 });
});

async function bound(options: Parameters<typeof ApiHost.start>[0] = {}) {
  const started = await start(options);
  return { ask: started.ask.bind(started), upgrade: started.upgrade.bind(started) };
}
