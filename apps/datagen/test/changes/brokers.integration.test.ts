import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvelopeWriter } from '../../src/changes/envelope.js';
import { KafkaSink } from '../../src/changes/kafka-sink.js';
import { NatsSink } from '../../src/changes/nats-sink.js';
import type { ChangeBatch } from '../../src/changes/sink.js';
import { tupleMaker, type Relation } from '@thelook/db/internal';
import { Broker, isInstalled, listens } from './brokers.js';

/** Run where Debian's packages `nats-server` and `kcat` are: `apt-get install nats-server kcat`. */
const [whereNatsIs, whereKcatIs] = [isInstalled('nats-server', '-v'), isInstalled('kcat', '-V')].map((is) =>
  is ? test : test.skip,
);
const things: Relation = {
  ...{ oid: 1, schema: 'public', name: 'things', replicaIdentity: 'default' as const },
  columns: [
    { name: 'id', type: 23, typeModifier: -1, isKey: true },
    { name: 'name', type: 25, typeModifier: -1, isKey: false },
  ],
};
const tupleOf = tupleMaker();

/** So many transactions of two rows from the one given on, and the deletion of the first of them. */
function batch(first: number, count: number): ChangeBatch {
  const writer = new EnvelopeWriter({
    ...{ prefix: 'thelook', database: 'shop', version: '0', decimals: 'string' as const },
    ...{ keyOf: () => ['id'], needsEvents: true, now: () => 1 },
  });
  for (let number = first; number < first + count; number += 1) {
    writer.begin({ commitLsn: number * 100, at: number, xid: number });
    for (const id of [2 * number, 2 * number + 1])
      writer.insert(things, tupleOf([String(id), 'a']), number * 100 - 1);
    writer.delete(things, { holds: 'key', tuple: tupleOf([String(2 * number), null]) }, number * 100 - 1);
  }
  return writer.take();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

whereNatsIs!(
  'a stream of NATS has every change once and in order, also when the server is killed',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'thelook-nats-'));
    const port = await freePort();
    const start = () =>
      new Broker('nats-server', ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', String(port)]);
    let server = start();
    await listens(port);
    const options = { servers: `nats://127.0.0.1:${port}`, stream: 'CHANGES', prefix: 'thelook' };
    const sink = new NatsSink(options);
    expect(await sink.open()).toBeUndefined();
    await sink.write(batch(1, 100));
    await server.kill();
    const writing = sink.write(batch(101, 100));
    server = start();
    await writing;
    await sink.close();

    const other = new NatsSink(options);
    expect(await other.open()).toMatchObject({ lsn: 20_000, number: 3, isWithinSnapshot: false });
    await other.write(batch(201, 1));
    const { jetstreamManager } = await import('@nats-io/jetstream');
    const { connect } = await import('@nats-io/transport-node');
    const connection = await connect({ servers: options.servers });
    const { streams } = await jetstreamManager(connection);
    expect((await streams.info('CHANGES')).state).toMatchObject({ messages: 603, last_seq: 603 });
    const ids: (string | undefined)[] = [];
    for (let seq = 1; seq <= 603; seq += 1) {
      const message = await streams.getMessage('CHANGES', { seq });
      ids.push(message?.header.get('Nats-Msg-Id'));
      if (seq === 3) expect(message).toMatchObject({ subject: 'thelook.public.things' });
      if (seq === 3) expect(message?.header.get('Key')).toBe('{"id":2}');
    }
    expect(ids).toEqual(
      Array.from({ length: 603 }, (_, index) => `${(Math.floor(index / 3) + 1) * 100}-${(index % 3) + 1}`),
    );
    await other.clear();
    expect((await streams.info('CHANGES')).state.messages).toBe(0);
    await connection.close();
    await other.close();
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  },
);

whereKcatIs!(
  'a topic of Kafka has every change by its key, with its position, and a tombstone after a deletion',
  async () => {
    const flags = [
      '-X',
      'test.mock.num.brokers=1',
      '-b',
      'x',
      '-C',
      '-t',
      'thelook.public.things',
      '-o',
      'beginning',
    ];
    const format = 'GOT %k %h %S %s\\n';
    const broker = new Broker('kcat', [...flags, '-u', '-Z', '-f', format]);
    const [, address = ''] = await broker.until(/replaced with ([\d.]+:\d+)/);
    const sink = new KafkaSink({ brokers: address, idempotent: false });
    expect(await sink.open()).toBeUndefined();
    await sink.write(batch(1, 2));
    await broker.until(/(GOT [^]*){8}/);
    await sink.close();
    const messages = new Map<string, string[]>();
    for (const line of broker.output.split('\n')) {
      const [, key = '', rest = ''] = /^GOT (\S+) (.*)$/.exec(line) ?? [];
      if (key !== '') messages.set(key, [...(messages.get(key) ?? []), rest]);
    }
    // Keys share out the partitions: what is in order is what happened to each.
    const matching = (position: string, end: RegExp) =>
      expect.stringMatching(new RegExp(`^position=${position} ${end.source}$`));
    for (const number of [1, 2]) {
      expect(messages.get(`{"id":${2 * number}}`)).toEqual([
        matching(`${number}00-1`, /\d+ \{.*"op":"c".*\}/),
        matching(`${number}00-3`, /\d+ \{.*"op":"d".*\}/),
        matching(`${number}00-3`, /-1 NULL/),
      ]);
      expect(messages.get(`{"id":${2 * number + 1}}`)).toEqual([
        matching(`${number}00-2`, /\d+ \{.*"op":"c".*\}/),
      ]);
    }
    await broker.kill();
  },
);
