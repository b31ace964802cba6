import { loadCatalogue, livingFigures, type Catalogue, type LivingFigures } from '@thelook/models';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHistory } from '../../src/backfill/history.js';
import { readFigures } from '../../src/flags/figures-file.js';
import { describeRun } from '../../src/flags/run-flags.js';
import type { RunDescription } from '../../src/run-description.js';
import { ThinCatalogue } from '../backfill/catalogue.js';

let folder: string;
let catalogue: Catalogue;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thelook-figures-'));
  const thin = await ThinCatalogue.write();
  catalogue = await loadCatalogue(thin.folder);
  await thin.remove();
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: unknown): Promise<string> {
  const path = join(folder, 'my.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function describeWith(
  figures: Partial<LivingFigures>,
  profile: 'living' | 'classic' = 'living',
): RunDescription {
  return describeRun({ profile, figures }, { seed: '7', catalogue });
}

test('a file gives the figures that it names, and may tell its schema', async () => {
  const figures = { cancelled: 0.1, sendsBack: { share: 0.2, factor: 2, others: 0.75 } };
  expect(readFigures(await fileOf({ $schema: 'figures.schema.json', ...figures }))).toEqual(figures);
  expect(describeWith(figures).figures).toEqual(figures);
});

test.each<[string, unknown, object]>([
  [
    'a name with the nearest ones',
    { canceled: 0.1 },
    { field: 'figures.canceled', allowed: /^names: one of cancelled,/ },
  ],
  [
    'a value with the range',
    { cancelled: 1.5 },
    { field: 'figures.cancelled', value: '1.5', allowed: 'a number from 0 to 1' },
  ],
  ['a value within', { hours: new Array(24).fill('') }, { field: 'figures.hours[0]', value: '""' }],
  ['a list', [1], { field: '--figures', allowed: /object of figures/ }],
  ['text', '{ cancelled: .1 }', { field: '--figures', allowed: /^a JSON file/ }],
])('refuses %s', async (_what, content, { allowed, ...told }: { allowed?: string | RegExp }) => {
  const path = await fileOf(content);
  const expected = {
    code: 'THELOOK_USAGE',
    ...told,
    ...(allowed && { allowed: expect.stringMatching(allowed) }),
  };
  expect(() => readFigures(path)).toThrow(expect.objectContaining(expected));
});

test('refuses a file that is not there, a category that no product has, and the other profile', () => {
  const nowhere = join(folder, 'nowhere.json');
  expect(() => readFigures(nowhere)).toThrow(
    expect.objectContaining({
      field: '--figures',
      value: nowhere,
      allowed: expect.stringContaining('ENOENT'),
    }),
  );
  expect(() => describeWith({ returned: { Jaens: 0.3 } })).toThrow(
    expect.objectContaining({
      field: 'figures.returned.Jaens',
      allowed: expect.stringMatching(/^categories: one of Jeans/),
    }),
  );
  expect(() => describeWith({ moves: 0 }, 'classic')).toThrow(/with --profile living/);
});

test('figures that repeat the usual ones describe the same run as none', () => {
  const { growth, returned } = livingFigures;
  expect(describeWith({ growth, returned })).toEqual(describeWith({}));
});

test('lives are drawn from them, and their ids are those of no other run', () => {
  const ordersOf = (figures: Partial<LivingFigures>) => {
    const description = describeWith(figures);
    const span = { since: Date.UTC(2024, 0, 1), until: Date.UTC(2026, 0, 1), users: 60 };
    const history = createHistory({ catalogue, description, span });
    return Array.from({ length: span.users }, (_, index) => history.life(index).rows.orders).flat();
  };
  const usual = ordersOf({});
  const all = ordersOf({ cancelled: 1 });
  expect(usual.some(({ status }) => status === 'Complete')).toBe(true);
  expect(all.length).toBeGreaterThan(30);
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['Cancelled']));
  const ids = new Set(usual.map(({ order_id }) => order_id));
  expect(all.some(({ order_id }) => ids.has(order_id))).toBe(false);
  // As they are when the database gives them back.
  const { sendsBack } = livingFigures;
  const { share, factor, others } = sendsBack;
  const [one, other] = [
    { share: share / 2, factor, others },
    { others, factor, share: share / 2 },
  ];
  expect(ordersOf({ moves: 0, sendsBack: one })).toEqual(ordersOf({ sendsBack: other, moves: 0 }));
});
