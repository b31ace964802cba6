import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { tableNames } from '@thelook/db';
import { loadCatalogue, type Catalogue } from '@thelook/models';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createHistory, type History } from '../../src/backfill/history.js';
import type { RunDescription } from '../../src/run-description.js';
import { exportHistory, type ExportOptions } from '../../src/export/export-history.js';
import { verify } from '../../src/verify/verify.js';
import { openShopDatabase, schema } from '../verify/shop-database.js';

const description: RunDescription = {
  profile: 'classic',
  seed: 'export',
  flags: { ghosts: 2, history: true },
  figures: {},
  catalogue: '',
};
let catalogue: Catalogue;
let history: History;
let out: string;
beforeAll(async () => {
  catalogue = await loadCatalogue();
  history = createHistory({
    catalogue,
    description,
    span: { since: Date.UTC(2019, 0, 1), until: Date.UTC(2026, 0, 1), users: 2_050 },
  });
});
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'thelook-export-'));
});
afterEach(() => rm(out, { recursive: true }));

const whole = { number: 1, count: 1 };

function run(
  options: Partial<ExportOptions> & Pick<ExportOptions, 'format'>,
): ReturnType<typeof exportHistory> {
  const { signal } = new AbortController();
  return exportHistory({ history, catalogue, out, shard: whole, force: false, signal, ...options });
}

test('CSV files load with COPY unchanged, and all checks hold for them', async () => {
  const files = await run({ format: 'csv' });
  const shop = await openShopDatabase([]);
  const client = new Client({ connectionString: shop.url });
  await client.connect();
  try {
    await client.query(`set search_path to ${schema}; truncate products, dist_centers`);
    for (const table of tableNames) {
      const copy = client.query(copyFrom(`copy ${table} from stdin with (format csv, header match)`));
      await pipeline(createReadStream(join(out, `${table}.csv`)), copy);
      const { rows } = await client.query(`select count(*)::int as rows from ${table}`);
      expect(rows).toEqual([{ rows: files.find(({ path }) => path.endsWith(`${table}.csv`))?.rows }]);
    }
    const { rows } = await client.query<Record<string, unknown>>('select * from users where id = $1', [
      history.life(7).rows.users[0]?.id,
    ]);
    expect(rows).toEqual(history.life(7).rows.users);
    const { findings } = await verify({ db: shop.db, schema });
    expect(findings.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  } finally {
    await client.end();
    await shop.drop();
  }
});

test('NDJSON files hold the rows of the history', async () => {
  await run({ format: 'ndjson' });
  const lines = (await readFile(join(out, 'events.ndjson'), 'utf8')).trimEnd().split('\n');
  const rows = Array.from({ length: history.users }, (_, index) => history.life(index).rows).flatMap(
    ({ events }) => events,
  );
  expect(lines).toEqual(rows.map((row) => JSON.stringify(row)));
});

test('Parquet files hold the rows of the history, in row groups', async () => {
  await run({ format: 'parquet' });
  const rows = Array.from({ length: history.users }, (_, index) => history.life(index).rows);
  for (const table of ['orders', 'inventory_items', 'events'] as const) {
    const read = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, `${table}.parquet`)) });
    expect(read).toEqual(rows.flatMap((shopper): object[] => shopper[table]));
  }
});

test('shards add up to the whole', async () => {
  await run({ format: 'csv' });
  for (const number of [1, 2, 3]) await run({ format: 'csv', shard: { number, count: 3 } });
  for (const table of tableNames) {
    const parts = (await readdir(out)).filter(
      (name) => name.startsWith(`${table}.`) && name.includes('-of-'),
    );
    const texts = await Promise.all(parts.sort().map((name) => readFile(join(out, name), 'utf8')));
    const union = texts
      .map((text, index) => (index === 0 ? text : text.slice(text.indexOf('\n') + 1)))
      .join('');
    expect(union === (await readFile(join(out, `${table}.csv`), 'utf8'))).toBe(true);
  }
});

test('files that are there are kept, unless force is used', async () => {
  const small = createHistory({ catalogue, description, span: { since: 0, until: Date.now(), users: 2 } });
  await run({ format: 'csv', history: small });
  const before = await readFile(join(out, 'users.csv'), 'utf8');
  await expect(run({ format: 'csv' })).rejects.toMatchObject({ code: 'THELOOK_FILES_EXIST', folder: out });
  expect(await readFile(join(out, 'users.csv'), 'utf8')).toBe(before);
  await run({ format: 'csv', force: true });
  expect((await readFile(join(out, 'users.csv'), 'utf8')).split('\n')).toHaveLength(2_052);
});

test('an export that is stopped leaves nothing behind', async () => {
  const stop = new AbortController();
  const files = await run({ format: 'csv', signal: stop.signal, onProgress: () => stop.abort() });
  expect(files).toEqual([]);
  expect(await readdir(out)).toEqual([]);
});

test('an export that fails leaves nothing behind', async () => {
  const failing = {
    ...history,
    users: 2_050,
    life: (index: number) => (index < 500 ? history.life(index) : fail()),
  };
  const fail = (): never => {
    throw new Error('no more');
  };
  await expect(run({ format: 'parquet', history: failing })).rejects.toThrow('no more');
  expect(await readdir(out)).toEqual([]);
});

test('a folder that cannot be made is refused', async () => {
  const file = join(out, 'file');
  await writeFile(file, '');
  await expect(run({ format: 'csv', out: join(file, 'in') })).rejects.toMatchObject({
    code: 'THELOOK_USAGE',
    field: '--out',
    value: join(file, 'in'),
  });
});
