import fc from 'fast-check';
import { composeChanges, DeltaLog, type EncodedChange, type EncodedItem } from '../../src/feed/delta-log.js';
import { sampleItem } from './scripted-window.js';

type Items = Map<string, EncodedItem>;

/** Fails when the change does not fit, as a client would go wrong with it. */
function apply(items: Items, { added, changed, removed }: EncodedChange): Items {
  const after = new Map(items);
  for (const id of removed) expect(after.delete(id)).toBe(true);
  for (const item of added) {
    expect(after.has(item.item_id)).toBe(false);
    after.set(item.item_id, item);
  }
  for (const item of changed) {
    expect(after.has(item.item_id)).toBe(true);
    after.set(item.item_id, item);
  }
  return after;
}

function difference(before: Items, after: Items, at: number): EncodedChange {
  const items = [...after.values()];
  return {
    at,
    added: items.filter(({ item_id }) => !before.has(item_id)),
    changed: items.filter((item) => before.has(item.item_id) && before.get(item.item_id) !== item),
    removed: [...before.keys()].filter((id) => !after.has(id)),
  };
}

/** States of a window: which of a few items are in, and in which version. */
const state = fc
  .array(fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }), { minLength: 5, maxLength: 5 })
  .map((versions) => {
    const items = versions.flatMap((version, number) =>
      version === undefined ? [] : [versionsOf[number]![version]!],
    );
    return new Map(items.map((item) => [item.item_id, item]));
  });

function encoded(number: number, age = 30): EncodedItem {
  return { item_id: sampleItem(number).item_id, json: JSON.stringify(sampleItem(number, { age })) };
}

const versionsOf = Array.from({ length: 5 }, (_, number) =>
  Array.from({ length: 3 }, (_, age) => encoded(number, age)),
);

test('one change does what several in a row do, and nothing that a client could trip over', () => {
  fc.assert(
    fc.property(fc.array(state, { minLength: 2, maxLength: 12 }), (states) => {
      const changes = states.slice(1).map((after, index) => difference(states[index]!, after, index + 1));
      const composed = composeChanges(changes);
      expect(apply(states[0]!, composed)).toEqual(states.at(-1));
      expect(composed.at).toBe(changes.length);
    }),
  );
});

const addition = (number: number): EncodedChange => ({
  at: number,
  added: [encoded(number)],
  changed: [],
  removed: [],
});

test('a log leads on from any revision it reaches, and says when it does not', () => {
  const log = new DeltaLog(0);
  for (let number = 1; number <= 4; number += 1) log.append(addition(number), 10_000);
  expect(log.since(1)?.added).toEqual([2, 3, 4].map((number) => encoded(number)));
  expect(log.since(3)?.added).toEqual([encoded(4)]);
  expect(log.since(4)).toBeUndefined();
  expect(log.reaches(4)).toBe(true);
  // The first change leads to the first state from none, which takes a snapshot.
  expect(log.since(0)).toBeUndefined();
  expect(log.reaches(0)).toBe(false);
  expect(log.since(5)).toBeUndefined();
  expect(log.reaches(5)).toBe(false);
});

test('forgets the oldest when all of them take too many bytes', () => {
  const log = new DeltaLog(1);
  const bulk = (): EncodedChange => ({
    ...{ at: 1, changed: [], removed: [] },
    added: Array.from({ length: 600 }, (_, number) => encoded(number)),
  });
  log.append(bulk(), 1_000_000);
  const { bytes } = log;
  log.append(bulk(), 2 * bytes);
  expect(log.reaches(1)).toBe(true);
  log.append(bulk(), 2 * bytes);
  expect(log.reaches(1)).toBe(false);
  expect(log.reaches(2)).toBe(true);
  expect(log.bytes).toBe(2 * bytes);
  log.append(bulk(), bytes - 1);
  expect([log.bytes, log.reaches(4), log.reaches(5)]).toEqual([0, false, true]);
});

test('nothing leads past a change that is not kept', () => {
  const log = new DeltaLog(1);
  log.append(addition(1), 10_000);
  log.skip();
  expect([log.revision, log.bytes, log.reaches(2), log.reaches(3)]).toEqual([3, 0, false, true]);
  log.append(addition(2), 10_000);
  expect(log.since(3)?.added).toEqual([encoded(2)]);
});

test('forgets empty changes, too, when there are too many', () => {
  const log = new DeltaLog(1);
  for (let round = 0; round < 2_000; round += 1)
    log.append({ at: 1, added: [], changed: [], removed: [] }, 10);
  expect(log.reaches(1)).toBe(false);
  expect(log.reaches(2_001 - 1_024)).toBe(true);
});
