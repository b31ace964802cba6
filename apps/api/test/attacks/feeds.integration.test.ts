import type { TestClient } from '../feed/feed-host.js';
import { AttackedApi, served } from './attacked-api.js';
import { RawClient, upgradeRequest } from './raw-client.js';

/** All attackers share an address, which is not that of the honest ones. */
const ATTACKER = '127.0.0.2';

let api: AttackedApi;
let honest: TestClient[];

beforeEach(async () => {
  api = await AttackedApi.start({ slowClientSeconds: 1 });
  honest = await Promise.all(['', undefined, '?feed=summary'].map((query) => api.client(query).opened()));
});
afterEach(() => api.close());

/** Honest clients who were there go on, and new ones of every feed are let in. */
async function nobodyElseNotices(): Promise<void> {
  await Promise.all(honest.map(served));
  for (const query of ['', undefined, '?feed=summary']) {
    const newcomer = await api.client(query).opened();
    await newcomer.frame();
    newcomer.socket.terminate();
  }
}

/** Tries an upgrade to thelook.v1 from the attackers' address; whether it was let in. */
async function attack(query: string): Promise<RawClient | undefined> {
  const socket = await api.connect(ATTACKER);
  return RawClient.open(socket, `/ws${query}`, ['Sec-WebSocket-Protocol: thelook.v1']).catch(() => undefined);
}

test('windows of their own, as many as they like, keep nobody out of the usual one', async () => {
  const refreshes = Array.from({ length: 40 }, (_, n) => `?lookback=${1 + n}&refresh=${1 + n / 10}`);
  const letIn = (await Promise.all(refreshes.map(attack))).filter(Boolean);
  expect(letIn.length).toBeLessThan(refreshes.length);
  await nobodyElseNotices();
});

test('those who were there first, with windows of their own, leave room for the usual one', async () => {
  const empty = await AttackedApi.start();
  try {
    for (let n = 0; n < 20; n += 1) {
      const socket = await empty.connect(ATTACKER);
      const protocol = ['Sec-WebSocket-Protocol: thelook.v1'];
      await RawClient.open(socket, `/ws?lookback=${1 + n}`, protocol).catch(() => undefined);
    }
    for (const query of ['', undefined, '?feed=summary']) await empty.client(query).opened();
  } finally {
    await empty.close();
  }
});

test('filters of their own, as many as they like, keep nobody out of the usual feeds', async () => {
  const filters = Array.from({ length: 200 }, (_, n) => `?feed=summary&country=C${n}`);
  const letIn = (await Promise.all(filters.map(attack))).filter(Boolean);
  expect(letIn.length).toBeLessThan(filters.length);
  await nobodyElseNotices();
});

test('a hundred who never read cost nobody else anything', async () => {
  await Promise.all(
    Array.from({ length: 100 }, async () => {
      const socket = await api.connect(ATTACKER);
      socket.write(upgradeRequest());
      socket.pause();
    }),
  );
  await nobodyElseNotices();
});
