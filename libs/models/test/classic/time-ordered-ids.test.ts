import { OptionError } from '../../src/option-error.js';
import { Random } from '../../src/chance/random.js';
import { TimeOrderedIds } from '../../src/classic/time-ordered-ids.js';

const moment = Date.parse('2026-01-01T00:00:00Z');
const idsAt = (clock: () => Date, seed = 42) => new TimeOrderedIds({ random: new Random(seed), clock });

/** Milliseconds that an id holds. */
const timeOf = (id: string) => parseInt(id.replaceAll('-', '').slice(0, 12), 16);

test('ids are UUIDs of version 7 with the time of the clock', () => {
  const ids = idsAt(() => new Date(moment));
  for (let count = 0; count < 1_000; count += 1) {
    const id = ids.next();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(id)).toBe(moment);
  }
});

test.each([
  ['in the same millisecond, beyond what its counter holds', () => 0],
  ['when the clock moves on', (count: number) => Math.floor(count / 3)],
  ['when the clock goes back', (count: number) => (count % 2 === 0 ? 5 : -5)],
])('ids ascend %s', (_case, step) => {
  let count = 0;
  const ids = idsAt(() => new Date(moment + step(count)));
  let last = '';
  for (; count < 10_000; count += 1) {
    const id = ids.next();
    expect(id > last).toBe(true);
    last = id;
  }
});

test('streams of one moment share no id', () => {
  const ids = idsAt(() => new Date(moment));
  const first = new Set<string>();
  for (let stream = 0; stream < 100_000; stream += 1) {
    ids.restart(stream);
    first.add(ids.next().slice(19, 28));
  }
  // Not by chance: already without their random bits the ids differ.
  expect(first.size).toBe(100_000);
});

test('a stream begins anew after a restart, even when it had run ahead of the clock', () => {
  const ids = idsAt(() => new Date(moment));
  for (let count = 0; count < 5_000; count += 1) ids.next();
  ids.restart(1);
  expect(timeOf(ids.next())).toBe(moment);
});

test('ids of another key differ without their bits of chance', () => {
  const withKey = (key?: string) => {
    const ids = new TimeOrderedIds({
      random: new Random(42),
      clock: () => new Date(moment),
      ...(key && { key }),
    });
    return ids.next().slice(0, 28);
  };
  expect(new Set([withKey(), withKey('one'), withKey('other')]).size).toBe(3);
});

test('ids of another seed differ', () => {
  expect(idsAt(() => new Date(moment), 1).next()).not.toBe(idsAt(() => new Date(moment), 2).next());
});

test.each([new Date(NaN), new Date(-1), new Date(2 ** 48)])('a clock that tells %p is refused', (now) => {
  expect(() => idsAt(() => now).next()).toThrow(OptionError);
});
