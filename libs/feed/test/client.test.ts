import { getEventListeners, once } from 'node:events';
import {
  connectFeed,
  encodeSummary,
  FeedMessageError,
  FeedQueryError,
  NoWebSocketError,
  problem,
  summarize,
  type ConnectionStatus,
  type DeltaMessage,
  type FeedItem,
  type FeedOptions,
  type FeedState,
  type SnapshotMessage,
  type WebSocketConstructor,
} from '@thelook/feed';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { RefusingServer } from './refusing-server.js';
import { sampleItem } from './sample-items.js';
import { hello, ScriptedServer, type Visit } from './scripted-server.js';

const item = (id: string, given: Partial<FeedItem> = {}) => sampleItem({ item_id: id, ...given });

const snapshot = (cursor: string, ...items: FeedItem[]): SnapshotMessage => ({
  type: 'snapshot',
  cursor,
  at: 1_000,
  items,
});

const delta = (previous: string, cursor: string, change: Partial<DeltaMessage> = {}): DeltaMessage => ({
  ...{ type: 'delta', cursor, previous, at: 2_000, added: [], changed: [], removed: [] },
  ...change,
});

/** The first state that is as wanted; leaves the feed. */
async function until(feed: AsyncIterable<FeedState>, wanted: (state: FeedState) => boolean) {
  for await (const state of feed) if (wanted(state)) return state;
  throw new Error('The feed has ended.');
}

const connect = (server: ScriptedServer | string, options: FeedOptions = {}) =>
  connectFeed(typeof server === 'string' ? server : server.url, {
    WebSocket,
    backoff: { minMs: 1, maxMs: 10 },
    ...options,
  });

const ids = ({ items }: FeedState) => [...items.keys()].sort();

test('puts the window together from a snapshot and what changes', async () => {
  await using server = await ScriptedServer.start(({ send }) =>
    send(
      hello,
      snapshot('c1', item('a'), item('b')),
      delta('c1', 'c2', {
        added: [item('c')],
        changed: [item('a', { item_status: 'Returned' })],
        removed: ['b'],
      }),
    ),
  );
  const state = await until(connect(server), ({ cursor }) => cursor === 'c2');
  expect(ids(state)).toEqual(['a', 'c']);
  expect(state.items.get('a')?.item_status).toBe('Returned');
  expect(state).toMatchObject({ at: 2_000, status: { connection: 'live' }, hello: { refresh_seconds: 1 } });
});

test('asks for what the options say', async () => {
  await using server = await ScriptedServer.start(({ send }) => send(hello, snapshot('c1')));
  const options = { feed: 'items', lookbackMinutes: 2, refreshSeconds: 0.5 } as const;
  await until(connect(server, { ...options, filters: { country: ['Spain'] } }), () => true);
  expect(String(server.visits[0]!.query)).toBe('feed=items&lookback=2&refresh=0.5&country=Spain');
});

test('shows the figures of a summary feed', async () => {
  const summary = summarize([item('a')], { at: 5_000, lookbackMinutes: 5 });
  await using server = await ScriptedServer.start(({ send }) =>
    send({ ...hello, feed: 'summary' }, encodeSummary(summary, 'c1')),
  );
  const state = await until(connect(server), () => true);
  expect(state.summary).toEqual(summary);
  expect(state).toMatchObject({ at: 5_000, cursor: 'c1' });
});

test('a state that was handed out does not change any more', async () => {
  await using server = await ScriptedServer.start(({ send }) => send(hello, snapshot('c1', item('a'))));
  const states: FeedState[] = [];
  for await (const state of connect(server)) {
    states.push(state);
    if (states.length === 1)
      server.visits[0]!.send(delta('c1', 'c2', { added: [item('b')], removed: ['a'] }));
    else break;
  }
  expect(states.map(ids)).toEqual([['a'], ['b']]);
});

test('a slow consumer gets the newest state and no backlog', async () => {
  const deltas = Array.from({ length: 500 }, (_, n) =>
    delta(`c${n}`, `c${n + 1}`, { added: [item(`i${n}`)] }),
  );
  await using server = await ScriptedServer.start(({ send }) => send(hello, snapshot('c0')));
  let states = 0;
  for await (const state of connect(server)) {
    states += 1;
    if (states === 1) {
      const visit = server.visits[0]!;
      visit.send(...deltas);
      const answered = once(visit.socket, 'pong');
      visit.socket.ping();
      await answered;
    } else {
      expect(state.items.size).toBe(500);
      break;
    }
  }
  expect(states).toBe(2);
});

test('a lost connection is made again and goes on where it was', async () => {
  const statuses: ConnectionStatus[] = [];
  await using server = await ScriptedServer.start(({ number, send, socket }) => {
    if (number === 1) {
      send(hello, snapshot('c1', item('a'), item('b')));
      socket.close(1001, 'restart');
    } else {
      send(hello, delta('c1', 'c7', { added: [item('c')], removed: ['a'] }));
    }
  });
  const began = Date.now();
  const shown: string[][] = [];
  for await (const state of connect(server, { onStatus: (status) => statuses.push(status) })) {
    shown.push(ids(state));
    if (state.cursor === 'c7') break;
  }
  expect(server.visits[1]!.query.get('resume')).toBe('c1');
  expect(shown.at(-1)).toEqual(['b', 'c']);
  expect(statuses.map(({ connection }) => connection)).toEqual([
    'connecting',
    'live',
    'reconnecting',
    'live',
  ]);
  expect(statuses[2]).toMatchObject({
    attempt: 1,
    reason: { code: 'THELOOK_FEED_CONNECTION', closeCode: 1001 },
  });
  expect(statuses[2]).toHaveProperty('retryAt', expect.any(Number));
  expect((statuses[2] as { retryAt: number }).retryAt).toBeGreaterThanOrEqual(began);
});

test('keeps trying while nobody is listening, and less and less often', async () => {
  const server = await ScriptedServer.start(() => undefined);
  const { url } = server;
  await server[Symbol.asyncDispose]();
  const waits: number[] = [];
  const onStatus = (status: ConnectionStatus) => {
    if (status.connection === 'reconnecting') waits.push(status.retryAt - Date.now());
  };
  const tried = (state: FeedState) =>
    state.status.connection === 'reconnecting' && state.status.attempt === 6;
  await until(connect(url, { onStatus, backoff: { minMs: 4, maxMs: 64 } }), tried);
  expect(waits).toHaveLength(6);
  waits.forEach((wait, index) => expect(wait).toBeLessThanOrEqual(Math.min(64, 4 * 2 ** index)));
});

test.each([
  ['garbage', '{"type":"delta"', 'c1'],
  ['a message that lacks something', '{"type":"delta","cursor":"c2"}', 'c1'],
  ['a delta on another state', JSON.stringify(delta('c0', 'c2')), null],
])('%s ends the connection, and the next one makes it good', async (_, frame, resume) => {
  const reasons: unknown[] = [];
  await using server = await ScriptedServer.start(({ number, send }) =>
    number === 1 ? send(hello, snapshot('c1', item('a')), frame) : send(hello, snapshot('c9', item('z'))),
  );
  const onStatus = (status: ConnectionStatus) => void ('reason' in status && reasons.push(status.reason));
  const state = await until(connect(server, { onStatus }), ({ cursor }) => cursor === 'c9');
  expect(ids(state)).toEqual(['z']);
  expect(reasons).toEqual([expect.any(FeedMessageError)]);
  await expect(server.visits[0]!.closed).resolves.toBe(4002);
  expect(server.visits[1]!.query.get('resume')).toBe(resume);
});

test('a binary frame counts as garbage, and a message of a later version does not', async () => {
  await using server = await ScriptedServer.start(({ number, send, socket }) => {
    send(hello, '{"type":"applause"}', snapshot(`c${number}`));
    if (number === 1) socket.send(Buffer.from('{}'), { binary: true });
  });
  await until(connect(server), ({ cursor }) => cursor === 'c2');
  await expect(server.visits[0]!.closed).resolves.toBe(4002);
});

test('what the server says about its database is shown until the next connection', async () => {
  await using server = await ScriptedServer.start(({ number, send, socket }) => {
    send(hello);
    if (number > 1) return send(snapshot('c2'));
    send(
      snapshot('c1', item('a')),
      { type: 'status', database: 'lost', since: 7, stale_since: 1_000 },
      { type: 'error', code: 'X', message: 'Oh.', action: 'Wait.' },
    );
    socket.close(1001);
  });
  const states: FeedState[] = [];
  for await (const state of connect(server)) {
    states.push(state);
    if (state.cursor === 'c2') break;
  }
  const before = states.find(({ status }) => status.connection === 'reconnecting')!;
  expect(before).toMatchObject({ database: { database: 'lost', stale_since: 1_000 }, error: { code: 'X' } });
  expect(ids(before)).toEqual(['a']);
  expect(states.at(-1)).not.toHaveProperty('database');
  expect(states.at(-1)).not.toHaveProperty('error');
});

test('a connection on which nothing comes any more is given up', async () => {
  await using server = await ScriptedServer.start(({ number, send }) => send(hello, snapshot(`c${number}`)));
  await until(connect(server, { silenceMs: 400 }), ({ cursor }) => cursor === 'c2');
  await expect(server.visits[0]!.closed).resolves.toBe(4008);
});

test('silence is fine while the database is lost', async () => {
  await using server = await ScriptedServer.start(({ number, send }) => {
    send(hello, snapshot(`c${number}`), { type: 'status', database: 'lost', since: 7, stale_since: 1_000 });
    setTimeout(() => send({ type: 'status', database: 'up', since: 8, stale_since: null }), 1_200);
  });
  await until(connect(server, { silenceMs: 400 }), ({ database }) => database?.database === 'up');
  expect(server.visits).toHaveLength(1);
});

test('leaving the loop closes the connection', async () => {
  await using server = await ScriptedServer.start(({ send }) => send(hello, snapshot('c1')));
  await until(connect(server), () => true);
  await expect(server.visits[0]!.closed).resolves.toBe(1000);
});

test('a signal ends the iteration: before it begins, while connected, and between two tries', async () => {
  const visits: Visit[] = [];
  await using server = await ScriptedServer.start((visit) => {
    visits.push(visit);
    visit.send(hello, snapshot('c1'));
  });
  for await (const state of connect(server, { signal: AbortSignal.abort() })) expect(state).toBeUndefined();
  expect(visits).toEqual([]);

  const connected = new AbortController();
  for await (const { cursor } of connect(server, { signal: connected.signal })) {
    expect(cursor).toBe('c1');
    connected.abort();
  }
  await expect(visits[0]!.closed).resolves.toBe(1000);

  const between = new AbortController();
  const backoff = { minMs: 1_000_000, maxMs: 1_000_000 };
  for await (const { status } of connect(server, { signal: between.signal, backoff })) {
    if (status.connection === 'live') visits.at(-1)!.socket.terminate();
    else between.abort();
  }
  expect(visits).toHaveLength(2);
});

test('nothing stays behind at a signal that outlives the iteration', async () => {
  await using server = await ScriptedServer.start(({ send }) => send(hello, snapshot('c1')));
  const { signal } = new AbortController();
  await until(connect(server, { signal }), () => getEventListeners(signal, 'abort').length === 1);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('whoever waits for the next state learns of the end', async () => {
  await using server = await ScriptedServer.start(({ send }) => send(hello, snapshot('c1')));
  const states = connect(server)[Symbol.asyncIterator]();
  await states.next();
  const next = states.next();
  await states.return?.();
  await expect(next).resolves.toEqual({ done: true, value: undefined });
  await expect(states.next()).resolves.toEqual({ done: true, value: undefined });
});

/** Keeps the answer to an upgrade to itself, as a browser does. */
const BrowserWebSocket = function (url: string, protocols: string[]) {
  const socket = new WebSocket(url, protocols);
  return {
    get protocol() {
      return socket.protocol;
    },
    addEventListener: socket.addEventListener.bind(socket),
    close: socket.close.bind(socket),
  };
} as unknown as WebSocketConstructor;

describe.each([
  ['of ws', WebSocket],
  ['of a browser', BrowserWebSocket],
])('an upgrade that is refused, with the WebSocket %s', (_, constructor) => {
  const connectTo = (url: string, options: FeedOptions = {}) =>
    connect(url, { WebSocket: constructor, ...options });

  test('for good ends the iteration with what the server said, and is not tried again', async () => {
    await using server = await RefusingServer.start(400);
    await expect(until(connectTo(server.url), () => true)).rejects.toMatchObject({
      name: 'FeedRefusedError',
      code: 'THELOOK_FEED_REFUSED',
      status: 400,
      problem: { code: 'THELOOK_X', field: 'lookback' },
      message: 'The feed is refused: Not so.',
    });
    expect(server.upgrades).toBe(1);
  });

  test('for now is tried again, and the status has what the server said', async () => {
    const reasons: unknown[] = [];
    const onStatus = (status: ConnectionStatus) => void ('reason' in status && reasons.push(status.reason));
    await using server = await RefusingServer.start(503, 429, 400);
    const feed = connectTo(server.url, { onStatus });
    await expect(until(feed, () => false)).rejects.toMatchObject({ status: 400 });
    expect(server.upgrades).toBe(3);
    expect(reasons).toMatchObject([
      { code: 'THELOOK_FEED_CONNECTION', problem: { status: 503, detail: 'Not so.' } },
      { code: 'THELOOK_FEED_CONNECTION', problem: { status: 429, detail: 'Not so.' } },
    ]);
  });
});

describe.each([
  ['of ws', WebSocket],
  ['of a browser', BrowserWebSocket],
])('with the WebSocket %s', (_, constructor) => {
  const TOKEN = 'geheim/+?>~';
  const encoded = `thelook.token.${Buffer.from(TOKEN).toString('base64url')}`;

  test('a token goes along as a subprotocol', async () => {
    await using server = await ScriptedServer.start(({ send }) => send(hello, snapshot('c1')));
    await until(connect(server, { WebSocket: constructor, token: TOKEN }), () => true);
    expect(server.visits[0]!.offered).toBe(`thelook.v1,${encoded}`);
    expect(server.visits[0]!.query.size).toBe(0);
  });

  test('the want of a token ends the iteration, whatever asked for it', async () => {
    await using server = await RefusingServer.start(401);
    const feed = connect(server.url, { WebSocket: constructor, token: TOKEN });
    await expect(until(feed, () => true)).rejects.toMatchObject({ name: 'FeedRefusedError', status: 401 });
    if (constructor === BrowserWebSocket) expect(server.authorizations).toEqual([`Bearer ${TOKEN}`]);
    expect(server.asked.join()).not.toContain(TOKEN);
  });

  test('a server that says how long to wait is not asked before', async () => {
    await using server = await RefusingServer.start(503);
    server.retryAfter = '120';
    const feed = connect(server.url, { WebSocket: constructor });
    const { status } = await until(feed, (state) => state.status.connection === 'reconnecting');
    if (status.connection !== 'reconnecting') throw new Error(status.connection);
    expect(status.reason).toMatchObject({ retryAfterMs: 120_000 });
    expect(status.retryAt - Date.now()).toBeGreaterThan(100_000);
  });

  test('a wait that makes no sense is none', async () => {
    await using server = await RefusingServer.start(503, 400);
    server.retryAfter = 'soon';
    const feed = connect(server.url, { WebSocket: constructor });
    await expect(until(feed, () => false)).rejects.toMatchObject({ status: 400 });
  });
});

describe('a browser asks why its upgrade has failed', () => {
  const reasonOf = async (url: string, options: FeedOptions = {}) => {
    const feed = connect(url, { WebSocket: BrowserWebSocket, ...options });
    const { status } = await until(feed, (state) => state.status.connection === 'reconnecting');
    return status.connection === 'reconnecting' ? status.reason : undefined;
  };

  test('at the same address, without an upgrade', async () => {
    await using server = await RefusingServer.start(503);
    await reasonOf(server.url, { feed: 'summary', lookbackMinutes: 60 });
    expect(server.asked).toEqual(['/ws?feed=summary&lookback=60']);
  });

  test.each([
    ['that there is room after all', 426, JSON.stringify(problem(426, { code: 'X', detail: 'Room.' }))],
    ['what is no problem of ours', 404, '<p>Not here'],
    ['too much', 400, JSON.stringify(problem(400, { code: 'X', detail: 'no'.repeat(20_000) }))],
  ])('and tries again when it hears %s', async (_, status, body) => {
    await using server = await RefusingServer.start(503);
    server.answer = { status, body };
    const reason = await reasonOf(server.url);
    expect(reason).toMatchObject({ code: 'THELOOK_FEED_CONNECTION', problem: undefined });
    expect(server.asked).toEqual(['/ws']);
  });

  test('and tries again when it hears nothing in time', async () => {
    await using server = await RefusingServer.start(503);
    server.answer = undefined;
    await expect(reasonOf(server.url, { silenceMs: 200 })).resolves.toMatchObject({
      code: 'THELOOK_FEED_CONNECTION',
      message: expect.stringContaining('nothing has come for 0.2 s'),
    });
  });
});

test('refuses options out of their bounds before it connects', () => {
  expect(() => connect('http://localhost:1', { lookbackMinutes: 0 })).toThrow(FeedQueryError);
  expect(() => connect('http://localhost:1/?colour=red')).toThrow(FeedQueryError);
  expect(() => connect('nonsense')).toThrow('Invalid URL');
});

test('takes the global WebSocket, and says so when there is none', async () => {
  await using server = await ScriptedServer.start(({ send }) => send(hello, snapshot('c1')));
  const own = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  const setGlobal = (value: WebSocketConstructor | undefined) =>
    Object.defineProperty(globalThis, 'WebSocket', { value, configurable: true });
  try {
    setGlobal(undefined);
    expect(() => connectFeed(server.url)).toThrow(NoWebSocketError);
    setGlobal(WebSocket);
    await expect(until(connectFeed(server.url), () => true)).resolves.toMatchObject({ cursor: 'c1' });
  } finally {
    Reflect.deleteProperty(globalThis, 'WebSocket');
    if (own) Object.defineProperty(globalThis, 'WebSocket', own);
  }
});

test('through whatever breaks, no item is lost or doubled', async () => {
  const anyStep = fc.record({
    put: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
    removed: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
    price: fc.integer({ min: 1, max: 99 }),
    broken: fc.constantFrom('no', 'before', 'after', 'forgotten'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 10 }), async (steps) => {
      const window = new Map<string, FeedItem>();
      const states: Map<string, FeedItem>[] = [new Map()];
      const deltaSince = (revision: number): DeltaMessage => {
        const known = states[revision]!;
        return delta(`c${revision}`, `c${states.length - 1}`, {
          added: [...window.values()].filter(({ item_id }) => !known.has(item_id)),
          changed: [...window.values()].filter(
            (now) => known.has(now.item_id) && known.get(now.item_id) !== now,
          ),
          removed: [...known.keys()].filter((id) => !window.has(id)),
        });
      };
      let forgotten = false;
      await using server = await ScriptedServer.start(({ query, send }) => {
        const resume = query.get('resume');
        send(hello);
        if (resume === null || forgotten) send(snapshot(`c${states.length - 1}`, ...window.values()));
        else send(deltaSince(Number(resume.slice(1))));
        forgotten = false;
      });
      let next = 0;
      for await (const state of connect(server)) {
        if (state.cursor !== `c${states.length - 1}`) continue;
        expect(new Map(state.items)).toEqual(window);
        const step = steps[next];
        next += 1;
        if (!step) break;
        const { socket, send } = server.visits.at(-1)!;
        if (step.broken === 'before' || step.broken === 'forgotten') socket.terminate();
        forgotten = step.broken === 'forgotten';
        for (const id of step.removed) window.delete(`${id}`);
        for (const id of step.put) window.set(`${id}`, item(`${id}`, { sale_price: step.price }));
        states.push(new Map(window));
        send(deltaSince(states.length - 2));
        if (step.broken === 'after') socket.close(1013);
      }
      expect(next).toBe(steps.length + 1);
    }),
    { numRuns: 40 },
  );
});
