import { tupleMaker, type Relation } from '@thelook/db/internal';
import { EnvelopeWriter, type EnvelopeOptions } from '../../src/changes/envelope.js';
import type { Written } from '../../src/changes/position.js';

/** The table of the examples in the documentation of Debezium's connector for PostgreSQL. */
const customers: Relation = {
  oid: 7,
  schema: 'public',
  name: 'customers',
  replicaIdentity: 'default',
  columns: ['id', 'first_name', 'last_name', 'email'].map((name) => ({
    name,
    type: name === 'id' ? 23 : 1043,
    typeModifier: -1,
    isKey: name === 'id',
  })),
};
const AT = 1_559_033_904_863_769;

function createWriter(options: Partial<EnvelopeOptions> = {}, written?: Written): EnvelopeWriter {
  return new EnvelopeWriter(
    {
      prefix: 'PostgreSQL_server',
      database: 'postgres',
      version: '3.1.0',
      decimals: 'string',
      keyOf: (schema, table) => (schema === 'public' && table === 'customers' ? ['id'] : undefined),
      needsEvents: true,
      now: () => 1_559_033_904_961,
      ...options,
    },
    written,
  );
}

const lines = (writer: EnvelopeWriter) => {
  const { bytes, events } = writer.take();
  const texts = bytes.toString().split('\n');
  expect(texts.pop()).toBe('');
  expect(events.map(({ start, end }) => bytes.toString('utf8', start, end))).toEqual(texts);
  return texts.map((text, index) => ({ value: JSON.parse(text) as unknown, text, ...events[index]! }));
};

const row = (texts: (string | null)[]) => tupleMaker()(texts);
const anne = ['1', 'Anne', 'Kretchmar', 'annek@noanswer.org'];
const annesRow = { id: 1, first_name: 'Anne', last_name: 'Kretchmar', email: 'annek@noanswer.org' };

test('writes the documented examples of creation, update, deletion and truncation', () => {
  const writer = createWriter();
  writer.begin({ commitLsn: 24_023_119, at: AT, xid: 554 });
  writer.insert(customers, row(anne), 24_023_100);
  writer.begin({ commitLsn: 24_023_150, at: AT, xid: 555 });
  writer.insert(customers, row(anne), 24_023_128);
  writer.update(
    customers,
    undefined,
    row(['1', 'Anne Marie', 'Kretchmar', 'annek@noanswer.org']),
    24_023_128,
  );
  writer.delete(customers, { holds: 'key', tuple: row(['1', null, null, null]) }, 46_523_128);
  writer.truncate(customers, 46_523_128);
  const source = {
    version: '3.1.0',
    connector: 'postgresql',
    name: 'PostgreSQL_server',
    ts_ms: 1_559_033_904_863,
    ts_us: AT,
    ts_ns: 1_559_033_904_863_769_000,
    snapshot: 'false',
    db: 'postgres',
    sequence: '["24023119","24023128"]',
    schema: 'public',
    table: 'customers',
    txId: 555,
    lsn: 24_023_128,
    xmin: null,
  };
  const later = { ...source, lsn: 46_523_128, sequence: '["24023119","46523128"]' };
  const processed = {
    ts_ms: 1_559_033_904_961,
    ts_us: 1_559_033_904_961_000,
    ts_ns: 1_559_033_904_961_000_000,
  };
  const transaction = (number: number) => ({
    id: '555:24023150',
    total_order: number,
    data_collection_order: number,
  });
  const [, created, updated, deleted, truncated] = lines(writer);
  expect(created!.value).toEqual({
    before: null,
    after: annesRow,
    source,
    transaction: transaction(1),
    op: 'c',
    ...processed,
  });
  expect(created).toMatchObject({ topic: 'PostgreSQL_server.public.customers', key: '{"id":1}' });
  expect(updated!.value).toEqual({
    ...{ before: null, after: { ...annesRow, first_name: 'Anne Marie' }, source },
    ...{ transaction: transaction(2), op: 'u', ...processed },
  });
  expect(deleted!.value).toEqual({
    ...{ before: { id: 1 }, after: null, source: later, transaction: transaction(3), op: 'd', ...processed },
  });
  expect(deleted).toMatchObject({ key: '{"id":1}' });
  expect(truncated!.value).toEqual({ source: later, transaction: transaction(4), op: 't', ...processed });
  expect(truncated).toMatchObject({ key: null });
});

test('writes the documented examples of messages, within a transaction and beside all', () => {
  const writer = createWriter();
  writer.begin({ commitLsn: 100, at: AT, xid: 556 });
  writer.message('foo', Buffer.from('bar'), 46_523_128);
  writer.begin({ commitLsn: 46_523_200, at: AT, xid: null });
  writer.message('foo', Buffer.from('bar'), 46_523_200);
  expect(lines(writer)).toMatchObject([
    {
      value: {
        op: 'm',
        message: { prefix: 'foo', content: 'YmFy' },
        source: { schema: '', table: '', txId: 556 },
      },
      topic: 'PostgreSQL_server.message',
      key: '{"prefix":"foo"}',
    },
    { value: { op: 'm', source: { txId: null, lsn: 46_523_200 }, transaction: null } },
  ]);
});

test('tells a change of the key as a deletion and a creation', () => {
  const writer = createWriter();
  writer.begin({ commitLsn: 100, at: AT, xid: 1 });
  writer.update(
    customers,
    { holds: 'key', tuple: row(['1', null, null, null]) },
    row(['2', ...anne.slice(1)]),
    90,
  );
  expect(lines(writer)).toMatchObject([
    {
      value: { op: 'd', before: { id: 1 }, after: null },
      key: '{"id":1}',
      position: { lsn: 100, number: 1 },
    },
    { value: { op: 'c', before: null, after: { ...annesRow, id: 2 } }, position: { lsn: 100, number: 2 } },
  ]);
});

test('has the whole row before an update with replica identity full, and fills in what is left out', () => {
  const full: Relation = {
    ...customers,
    replicaIdentity: 'full',
    columns: customers.columns.map((column) => ({ ...column, isKey: true })),
  };
  const unchanged = row(['1', 'Ann', 'Kretchmar', null]);
  // The wire's own mark for a value that lies out of line and has not changed.
  const after = row(['1', 'Ann', 'Kretchmar', null]);
  after.read(Buffer.from([0, 4, 0x74, 0, 0, 0, 1, 0x31, 0x75, 0x75, 0x6e]), 0);
  const writer = createWriter();
  writer.begin({ commitLsn: 100, at: AT, xid: 1 });
  writer.update(full, { holds: 'row', tuple: unchanged }, after, 90);
  writer.update(customers, undefined, after, 91);
  expect(lines(writer)).toMatchObject([
    {
      value: {
        before: { id: 1, first_name: 'Ann', last_name: 'Kretchmar', email: null },
        after: { id: 1, first_name: 'Ann', last_name: 'Kretchmar', email: null },
      },
      key: '{"id":1}',
    },
    {
      value: {
        before: null,
        after: {
          id: 1,
          first_name: '__debezium_unavailable_value',
          last_name: '__debezium_unavailable_value',
          email: null,
        },
      },
    },
  ]);
});

test.each([
  [16, 't', true],
  [16, 'f', false],
  [17, '\\x48692100', 'SGkhAA=='],
  [20, '9007199254740991', 9_007_199_254_740_991],
  [21, '-7', -7],
  [700, '1e+20', 1e20],
  [701, '-0.1', -0.1],
  [701, 'NaN', 'NaN'],
  [701, '-Infinity', '-Infinity'],
  [1082, '2026-01-31', 20_484],
  [1083, '12:34:56.789', 45_296_789_000],
  [1114, '2018-06-20 15:13:16.945104', 1_529_507_596_945_104],
  [1184, '2026-01-31 12:34:56.789012+00', '2026-01-31T12:34:56.789012Z'],
  [1184, '2026-01-31 12:34:56+00', '2026-01-31T12:34:56Z'],
  [1184, '0044-03-15 12:00:00+00 BC', '-0043-03-15T12:00:00Z'],
  [1184, '12026-01-31 12:00:00+00', '+12026-01-31T12:00:00Z'],
  [1184, 'infinity', 'infinity'],
  [1700, '12.50', '12.50'],
  [2950, '019b76da-a800-7000-8000-000000000000', '019b76da-a800-7000-8000-000000000000'],
  [25, 'Größe "M"\n\\ \t\u0001 🧦', 'Größe "M"\n\\ \t\u0001 🧦'],
  [25, '', ''],
])('writes a value of type %d as Debezium does: %s', (type, text, value) => {
  const relation = { ...customers, columns: [{ name: 'it', type, typeModifier: -1, isKey: true }] };
  const writer = createWriter();
  writer.begin({ commitLsn: 100, at: AT, xid: 1 });
  writer.insert(relation, row([text]), 90);
  writer.insert(relation, row([null]), 91);
  expect(lines(writer)).toMatchObject([
    { value: { after: { it: value } } },
    { value: { after: { it: null } } },
  ]);
});

test('writes exact decimals as numbers when asked to', () => {
  const relation = { ...customers, columns: [{ name: 'price', type: 1700, typeModifier: -1, isKey: true }] };
  const writer = createWriter({ decimals: 'double' });
  writer.begin({ commitLsn: 100, at: AT, xid: 1 });
  for (const text of ['12.50', 'NaN']) writer.insert(relation, row([text]), 90);
  expect(lines(writer).map(({ text }) => text.slice(0, 40))).toEqual([
    '{"before":null,"after":{"price":12.50},"',
    '{"before":null,"after":{"price":"NaN"},"',
  ]);
});

test('goes on behind what has been written, with the very same lines', () => {
  const tell = (writer: EnvelopeWriter) => {
    for (const commitLsn of [100, 200, 300]) {
      writer.begin({ commitLsn, at: AT, xid: commitLsn });
      for (const lsn of [1, 2, 3]) writer.insert(customers, row(anne), commitLsn - lsn);
      // One that leaves no trace.
      writer.begin({ commitLsn: commitLsn + 50, at: AT, xid: commitLsn + 1 });
    }
    return lines(writer).map(({ text }) => text);
  };
  const all = tell(createWriter());
  expect(all).toHaveLength(9);
  for (let count = 1; count <= 9; count += 1) {
    const lsn = 100 * Math.ceil(count / 3);
    const written = { lsn, number: ((count - 1) % 3) + 1, previous: lsn === 100 ? null : lsn - 100 };
    expect(tell(createWriter({}, written))).toEqual(all.slice(count));
  }
});

test('counts on in a table that the server tells of anew within a transaction', () => {
  const writer = createWriter();
  writer.begin({ commitLsn: 24_023_150, at: AT, xid: 555 });
  writer.insert(customers, row(anne), 24_023_128);
  writer.insert({ ...customers }, row(['2', null, null, null]), 24_023_128);
  expect(lines(writer).map(({ value }) => value)).toMatchObject([
    { transaction: { total_order: 1, data_collection_order: 1 } },
    { transaction: { total_order: 2, data_collection_order: 2 } },
  ]);
});

test('writes rows of any length', () => {
  const writer = createWriter();
  writer.begin({ commitLsn: 100, at: AT, xid: 1 });
  const long = '\n'.repeat(3_000_000);
  for (let index = 0; index < 3; index += 1)
    writer.insert(customers, row(['1', long, 'x'.repeat(70), '']), 90);
  const [first, , third] = lines(writer);
  expect(first!.value).toMatchObject({ after: { first_name: long, last_name: 'x'.repeat(70) } });
  expect(third!.text).toHaveLength(first!.text.length);
});
