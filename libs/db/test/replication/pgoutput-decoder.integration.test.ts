import { sql, type Kysely } from 'kysely';
import { randomBytes } from 'node:crypto';
import {
  formatLsn,
  parseLsn,
  PgoutputDecoder,
  ReplicationClient,
  type Database,
  type FormerRow,
  type Lsn,
  type PgoutputMessage,
  type Relation,
  type Tuple,
} from '../../src/index.js';
import { useTestServer } from '../test-database.js';

const server = useTestServer();

interface Told {
  kind: string;
  lsn: Lsn;
  [field: string]: unknown;
}

/** A copy that outlives the next message. */
function told(message: PgoutputMessage, lsn: Lsn): Told {
  const valuesOf = ({ columns }: Relation, tuple: Tuple) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, tuple.text(index)]));
  const formerOf = (relation: Relation, former: FormerRow | undefined) =>
    former && { holds: former.holds, ...valuesOf(relation, former.tuple) };
  switch (message.kind) {
    case 'insert':
      return { kind: 'insert', lsn, after: valuesOf(message.relation, message.after) };
    case 'update': {
      const { relation, before, after } = message;
      return { kind: 'update', lsn, before: formerOf(relation, before), after: valuesOf(relation, after) };
    }
    case 'delete':
      return { kind: 'delete', lsn, before: formerOf(message.relation, message.before) };
    case 'truncate':
      return { ...message, relations: message.relations.map(({ name }) => name), lsn };
    case 'message':
      return { ...message, content: message.content.toString(), lsn };
    default:
      return { ...message, lsn };
  }
}

/** Follows a table of every kind of column, in a schema and a publication of its own. */
async function follow(definition: string) {
  const schema = server.newSchema();
  const db: Kysely<Database> = server.connect(server.config(schema));
  await sql
    .raw(
      `create schema ${schema}; create table ${schema}.things (${definition});
       create publication ${schema} for tables in schema ${schema}`,
    )
    .execute(db);
  const client = await ReplicationClient.connect(server.config(schema));
  const slot = await client.createSlot(`test_${randomBytes(6).toString('hex')}`);
  const decoder = new PgoutputDecoder();
  const seen: Told[] = [];
  let onEnd: () => void = () => undefined;
  client.start(slot, schema, (bytes, lsn) => {
    const message = decoder.decode(bytes);
    if (!message) return;
    if (message.kind === 'message' && message.prefix === 'end') onEnd();
    else seen.push(told(message, lsn));
  });
  /** Everything since the last call. */
  const changes = async () => {
    const arrived = new Promise<void>((resolve) => (onEnd = resolve));
    await sql`select pg_logical_emit_message(false, 'end', ''), pg_switch_wal()`.execute(db);
    await arrived;
    return seen.splice(0);
  };
  return {
    run: (statement: string) => sql.raw(statement.replaceAll('things', `${schema}.things`)).execute(db),
    changes,
    client,
  };
}

test('tells all columns, keys that change, values that are left out, messages and truncation', async () => {
  const { run, changes, client } = await follow('id int primary key, name text, big text, price numeric');
  await run('alter table things alter big set storage external');
  await run(`insert into things values (1, 'Größe 🧦', repeat('x', 5000), 12.50), (2, null, '', null)`);
  await run('update things set price = 13 where id = 1');
  await run('update things set id = 3 where id = 1');
  await run('delete from things where id = 2');
  await run(`select pg_logical_emit_message(true, 'note', 'within')`);
  await run(`select pg_logical_emit_message(false, 'note', 'beside')`);
  await run('truncate things restart identity');
  const all = await changes();
  const big = 'x'.repeat(5_000);
  expect(all.find(({ kind }) => kind === 'relation')).toMatchObject({
    relation: { name: 'things', replicaIdentity: 'default' },
  });
  expect(all.filter(({ kind }) => !['begin', 'commit', 'relation'].includes(kind))).toMatchObject([
    { kind: 'insert', after: { id: '1', name: 'Größe 🧦', big, price: '12.50' } },
    { kind: 'insert', after: { id: '2', name: null, big: '', price: null } },
    { kind: 'update', before: undefined, after: { id: '1', big: undefined, price: '13' } },
    { kind: 'update', before: { holds: 'key', id: '1' }, after: { id: '3', big: undefined } },
    { kind: 'delete', before: { holds: 'key', id: '2' } },
    { kind: 'message', isTransactional: true, prefix: 'note', content: 'within' },
    { kind: 'message', isTransactional: false, prefix: 'note', content: 'beside' },
    { kind: 'truncate', relations: ['things'], cascades: false, restartsIdentity: true },
  ]);
  const begins = all.filter(({ kind }) => kind === 'begin');
  const commits = all.filter(({ kind }) => kind === 'commit');
  expect(begins).toHaveLength(6);
  expect(commits.map(({ commitLsn, at }) => ({ commitLsn, at }))).toEqual(
    begins.map(({ commitLsn, at }) => ({ commitLsn, at })),
  );
  expect(commits.every(({ commitLsn, end }) => (end as Lsn) > (commitLsn as Lsn))).toBe(true);
  await client.close();
});

test('tells the whole old row with replica identity full, and of a table that is altered', async () => {
  const { run, changes, client } = await follow('id int primary key, big text');
  await run('alter table things alter big set storage external; alter table things replica identity full');
  await run(`insert into things values (1, repeat('y', 5000))`);
  await run('update things set id = 2');
  await run('alter table things add more int');
  await run('update things set more = 7');
  await run('delete from things');
  const big = 'y'.repeat(5_000);
  expect((await changes()).filter(({ kind }) => kind !== 'begin' && kind !== 'commit')).toMatchObject([
    {
      kind: 'relation',
      relation: {
        columns: [
          { name: 'id', isKey: true },
          { name: 'big', isKey: true },
        ],
      },
    },
    { kind: 'insert' },
    { kind: 'update', before: { holds: 'row', id: '1', big }, after: { id: '2', big: undefined } },
    {
      kind: 'relation',
      relation: { columns: [{ name: 'id' }, { name: 'big' }, { name: 'more', type: 23 }] },
    },
    { kind: 'update', before: { holds: 'row', more: null }, after: { more: '7' } },
    { kind: 'delete', before: { holds: 'row', id: '2', big, more: '7' } },
  ]);
  await client.close();
});

test('finds the rows of one COPY at one place, and those of transactions side by side not in order', async () => {
  const { run, changes, client } = await follow('id int primary key');
  await run('insert into things select generate_series(1, 3)');
  const [one, two, three] = (await changes()).filter(({ kind }) => kind === 'insert').map(({ lsn }) => lsn);
  // A statement writes a row at a time; COPY writes many at once.
  expect(one! < two! && two! < three!).toBe(true);
  await run(`copy things from program 'printf "4\\n5\\n6\\n"'`);
  expect(new Set((await changes()).filter(({ kind }) => kind === 'insert').map(({ lsn }) => lsn)).size).toBe(
    1,
  );
  await client.close();
});

test('refuses what is no message of pgoutput', () => {
  const decoder = new PgoutputDecoder();
  expect(() => decoder.decode(Buffer.from('?'))).toThrow('a message begins with byte 63; allowed: B, C, D');
  const unknown = Buffer.from([0x49, 0, 0, 0, 7, 0x4e, 0, 0]);
  expect(() => decoder.decode(unknown)).toThrow('nothing has been told of the table with OID 7');
});

test('reads and writes places in the log as PostgreSQL does', () => {
  expect(parseLsn('16/B374D848')).toBe(97_500_059_720);
  expect(formatLsn(97_500_059_720)).toBe('16/B374D848');
  expect(() => parseLsn('B374D848')).toThrow('allowed: 16/B374D848');
});
