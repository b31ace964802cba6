import type { FeedItem } from '@thelook/feed';
import fc from 'fast-check';
import { composeChanges, DeltaLog } from '../../src/feed/delta-log.js';
import type { WindowChange } from '../../src/window/sales-window.js';
import { sampleItem } from './scripted-window.js';

type Items = Map<string, FeedItem>;

/** Fails when the change does not fit, as a client would go wrong with it. */
function apply(items: Items, { added, changed, removed }: WindowChange): Items {
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

function difference(before: Items, after: Items, at: number): WindowChange {
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

const versionsOf = Array.from({ length: 5 }, (_, number) =>
  Array.from({ length: 3 }, (_, age) => sampleItem(number, { age })),
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

const addition = (number: number): WindowChange => ({
  at: number,
  added: [sampleItem(number)],
  changed: [],
  removed: [],
});

test('a log leads on from any revision it reaches, and says when it does not', () => {
  const log = new DeltaLog(0);
  for (let number = 1; number <= 4; number += 1) log.append(addition(number), number);
  expect(log.since(1)?.added.map(({ product_id }) => product_id)).toEqual([2, 3, 4]);
  expect(log.since(3)?.added.map(({ product_id }) => product_id)).toEqual([4]);
  expect(log.since(4)).toBeUndefined();
  expect(log.reaches(4)).toBe(true);
  // The first change leads to the first state from none, which takes a snapshot.
  expect(log.since(0)).toBeUndefined();
  expect(log.reaches(0)).toBe(false);
  expect(log.since(5)).toBeUndefined();
  expect(log.reaches(5)).toBe(false);
});

test('forgets what is longer than the window itself', () => {
  const log = new DeltaLog(1);
  const bulk = (): WindowChange => ({
    at: 1,
    added: Array.from({ length: 600 }, (_, number) => sampleItem(number)),
    changed: [],
    removed: [],
  });
  log.append(bulk(), 600);
  log.append(bulk(), 600);
  expect(log.reaches(1)).toBe(true);
  log.append(bulk(), 600);
  expect(log.reaches(1)).toBe(false);
  expect(log.reaches(2)).toBe(true);
});

test('forgets empty changes, too, when there are too many', () => {
  const log = new DeltaLog(1);
  for (let round = 0; round < 2_000; round += 1)
    log.append({ at: 1, added: [], changed: [], removed: [] }, 10);
  expect(log.reaches(1)).toBe(false);
  expect(log.reaches(2_001 - 1_024)).toBe(true);
});
