import { loadCatalogue, type Catalogue, type World } from '@thelook/models';
import { livesOf, type RunDescription } from '../src/run-description.js';
import { ThinCatalogue } from './backfill/catalogue.js';

let catalogue: Catalogue;
beforeAll(async () => {
  const thin = await ThinCatalogue.write();
  catalogue = await loadCatalogue(thin.folder);
  await thin.remove();
});

const description: RunDescription = {
  profile: 'living',
  seed: '7',
  flags: { conversion: 0.2, pattern: 'daily', places: { country: 'China' }, history: true },
  figures: { growth: 0.5, cancelled: 0.1 },
  catalogue: '',
};

/** The id of a user's sign-up, which depends on the key of the run. */
function idOf(of: RunDescription): string {
  const lives = livesOf(of, catalogue);
  const world: World = { realAt: (moment) => moment, idTime: (moment) => moment, shelf: 'made to order' };
  const { next } = lives.step(lives.begin(1, Date.UTC(2026, 0, 1)), world);
  const [change] = lives.step(next!, world).transaction.changes;
  if (change?.op !== 'insert' || change.table !== 'users') throw new Error('nobody signed up');
  return change.row.id;
}

/** As the database gives it back: with names in another order. */
function reordered<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([name, inner]) => [name, reordered(inner)])) as Value;
}

test('a run has the same ids however its record orders the names, so that live rows belong to those of history', () => {
  expect(idOf(reordered(description))).toBe(idOf(description));
});

test('another flag or figure gives other ids', () => {
  const ids = [
    description,
    { ...description, flags: { ...description.flags, conversion: 0.1 } },
    { ...description, figures: { growth: 0.4, cancelled: 0.1 } },
  ].map(idOf);
  expect(new Set(ids).size).toBe(3);
});
