import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnsOf, generatedTables, type TableName } from '@thelook/db';
import { loadCatalogue } from '@thelook/models';
import { createHistory, type History } from '../../src/backfill/history.js';
import { readLastEvent } from '../../src/changes/position.js';
import { exportChanges, type ExportChangesOptions } from '../../src/export/export-changes.js';

const USERS = 200;
const span = { since: Date.UTC(2024, 0, 1), until: Date.UTC(2026, 0, 1) };
let history: History;
let out: string;
beforeAll(async () => {
  // A seed with somebody who asks to be forgotten.
  history = createHistory({
    catalogue: await loadCatalogue(),
    description: {
      ...{ profile: 'living', seed: 'followed', figures: {}, catalogue: '' },
      flags: { conversion: 0.2, history: true },
    },
    span: { ...span, users: USERS },
  });
});
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'thelook-changes-'));
});
afterEach(() => rm(out, { recursive: true }));

function run(options: Partial<ExportChangesOptions> = {}) {
  const { signal } = new AbortController();
  // Many buckets, so that their edges are crossed.
  const expected = 3_000_000;
  return exportChanges({
    ...{ history, span, expected, out, shard: { number: 1, count: 1 }, force: false, version: '0', signal },
    ...options,
  });
}

type Row = Record<string, unknown>;
interface Line {
  op: 'c' | 'u' | 'd';
  before: Row | null;
  after: Row | null;
  source: { table: string; ts_ms: number; txId: number };
}

const keyOf = (row: Row) => String(row['num_of_item'] === undefined ? row['id'] : row['order_id']);

/** Applies lines to tables that are empty, and holds each against what is there. */
function fold(lines: readonly string[]): Map<string, Map<string, Row>> {
  const tables = new Map<string, Map<string, Row>>();
  for (const line of lines) {
    const { op, before, after, source } = JSON.parse(line) as Line;
    const rows = tables.get(source.table) ?? new Map<string, Row>();
    tables.set(source.table, rows);
    const key = after ? keyOf(after) : String(Object.values(before!)[0]);
    expect(rows.has(key)).toBe(op !== 'c');
    if (after) rows.set(key, after);
    else rows.delete(key);
  }
  return tables;
}

/** A row of an export as lines have it: exact decimals as text, moments without zeros at their end. */
function shown(table: TableName, row: object): Row {
  const values = row as Row;
  return Object.fromEntries(
    columnsOf(table).map(([name, { type }]) => {
      const value = values[name] ?? null;
      if (value instanceof Date) return [name, value.toISOString().replace(/\.?0*Z$/, 'Z')];
      return [name, type === 'numeric' && value !== null ? String(value) : value];
    }),
  );
}

function expectHistory(lines: readonly string[]): void {
  const folded = fold(lines);
  for (const table of generatedTables) {
    const rows = new Map<string, Row>();
    for (let index = 0; index < USERS; index += 1) {
      for (const row of history.life(index).rows[table]) {
        const each = shown(table, row);
        rows.set(keyOf(each), each);
      }
    }
    expect(rows.size).toBeGreaterThan(0);
    expect(folded.get(table)).toEqual(rows);
  }
}

function expectOrder(lines: readonly string[]): void {
  const positions = lines.map((line) => readLastEvent(line)!);
  const moments = lines.map((line) => (JSON.parse(line) as Line).source.ts_ms);
  const isInOrder = positions.every(({ lsn, number }, index) => {
    const before = positions[index - 1];
    if (!before) return number === 1;
    if (lsn === before.lsn) return number === before.number + 1;
    return lsn > before.lsn && number === 1 && moments[index]! >= moments[index - 1]!;
  });
  expect(isInOrder).toBe(true);
}

test('the changes of a history are in the order of time, and lead to its very rows', async () => {
  const [file] = await run();
  const lines = (await readFile(file!.path, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(file!.rows);
  expect(await readdir(out)).toEqual(['changes.ndjson']);
  expectOrder(lines);
  const ops = new Set(lines.map((line) => (JSON.parse(line) as Line).op));
  expect([...ops].sort()).toEqual(['c', 'd', 'u']);
  expectHistory(lines);
});

test('shards are merged by sort -m, with no place or transaction of one like that of another', async () => {
  const paths: string[] = [];
  for (const number of [1, 2, 3]) paths.push((await run({ shard: { number, count: 3 } }))[0]!.path);
  const merged = execFileSync('sort', ['-m', ...paths], {
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 2 ** 30,
  });
  const lines = merged
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(line.indexOf('\t') + 1));
  expectOrder(lines);
  expectHistory(lines);
  const ids = lines.map((line) =>
    (JSON.parse(line) as { transaction: { id: string } }).transaction.id.split(':'),
  );
  expect(new Set(ids.map(([xid]) => xid)).size).toBe(new Set(ids.map(([, lsn]) => lsn)).size);
});

test('leaves nothing behind when it is stopped, and replaces nothing unasked', async () => {
  const stopping = new AbortController();
  expect(await run({ signal: stopping.signal, onProgress: () => stopping.abort() })).toEqual([]);
  expect(await readdir(out)).toEqual([]);
  await run();
  await expect(run()).rejects.toMatchObject({ code: 'THELOOK_FILES_EXIST', files: ['changes.ndjson'] });
  await run({ force: true });
});
