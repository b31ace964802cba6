import { connect, type Socket } from 'node:net';
import type { Figure } from '../report.js';
import { percentile } from './percentile.js';
import type { CaseOptions } from './records-case.js';
import { pause, Stage } from './stage.js';

const CLIENTS = 500;
/** Bytes a second. */
const SLOW = 1_024;

/** One client that reads a kilobyte a second among five hundred: whether they, or the server, notice. */
export function slowReaderCase({ databases, seconds, onProfile }: CaseOptions): Promise<Figure[]> {
  const options = {
    databases,
    rows: 1_000,
    lookbackMinutes: 5,
    refreshSeconds: 1,
    writeEveryMs: 300,
    clientProcesses: 2,
    onProfile,
  };
  return Stage.use(options, async ({ api, load }) => {
    await load.connect({ port: api.port, path: '/ws', protocol: undefined, clients: CLIENTS, parse: false });
    await pause(3);
    // Before and after, since other work on the machine comes and goes.
    const alone = [await load.measure(seconds / 2)];
    const slow = readSlowly(api.port);
    await untilSlow(async () => (await api.metric('thelook_ws_slow_clients'))[0] ?? 0);
    const memory = 'process_resident_memory_bytes';
    const [before = 0] = await api.metric(memory);
    const together = await load.measure(seconds);
    const [after = 0, skipped = 0, queued = 0] = await api.metric(
      memory,
      'thelook_frames_skipped_total',
      'thelook_ws_queued_bytes',
    );
    slow.destroy();
    await pause(1);
    alone.push(await load.measure(seconds / 2));
    const aloneP99 = percentile(
      alone.flatMap(({ gaps }) => [...gaps]),
      0.99,
    );
    const p99 = percentile(together.gaps, 0.99);
    return [
      { name: '1 slow reader among 500: p99 gap', value: p99 / 1_000, unit: 's' },
      { name: '  without it', value: aloneP99 / 1_000, unit: 's' },
      { name: '  ratio', value: p99 / aloneP99, unit: '', atMost: 1.1 },
      // What would grow is what waits for it: the process as a whole varies by more than that within seconds.
      { name: '  waiting for it at the end', value: queued / 1_048_576, unit: 'MB', atMost: 1 },
      { name: '  growth of the server', value: (after - before) / 1_048_576, unit: 'MB' },
      { name: '  frames it skipped', value: skipped, unit: '', atLeast: 1 },
    ];
  });
}

function readSlowly(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    [
      'GET /ws HTTP/1.1',
      'Host: localhost',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '\r\n',
    ].join('\r\n'),
  );
  const timer = setInterval(() => socket.read(SLOW), 1_000);
  socket.on('error', () => undefined);
  // With a listener the socket fills its own small buffer, and no more than that.
  socket.on('readable', () => undefined);
  socket.on('close', () => clearInterval(timer));
  return socket;
}

/** Waits until the buffers between the two are full, and the server has noticed. */
async function untilSlow(slowClients: () => Promise<number>): Promise<void> {
  while ((await slowClients()) === 0) await pause(0.2);
}
