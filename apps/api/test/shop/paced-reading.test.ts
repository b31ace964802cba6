import { PacedReading } from '../../src/shop/paced-reading.js';
import { silent } from '../window/test-shop.js';

const options = { logger: silent, what: 'counts are', everyMs: 1 };

/** Resolves once the condition holds; the time of a test is the limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test('reads only after somebody has asked, again and again, each time with what was found before', async () => {
  const seen: (number | undefined)[] = [];
  const reading = new PacedReading<number>({
    ...options,
    read: async (before = 0) => (seen.push(before), before + 1),
  });
  expect([reading.isRunning, seen]).toEqual([false, []]);
  expect(reading.value).toBeUndefined();
  await until(() => (reading.value ?? 0) >= 3);
  expect(seen.slice(0, 3)).toEqual([0, 1, 2]);
  await reading.stop();
});

test('rests when nobody has asked for a while, and knows nothing from before when somebody asks again', async () => {
  let readings = 0;
  const reading = new PacedReading({ ...options, read: async () => (readings += 1), unaskedMs: 20 });
  await until(() => reading.value !== undefined);
  await until(() => !reading.isRunning);
  const atRest = readings;
  expect(reading.value).toBeUndefined();
  await until(() => readings > atRest);
  await reading.stop();
});

test('what cannot be read is not known, and said once', async () => {
  const said: string[] = [];
  const logger = { ...silent, info: (_about: object, text: string) => said.push(text) } as never;
  const reading = new PacedReading({
    ...options,
    logger,
    read: async () => Promise.reject(new Error('no right')),
  });
  expect(reading.value).toBeUndefined();
  await until(() => said.length > 0);
  expect([reading.value, said]).toEqual([undefined, ['counts are not known']]);
  await reading.stop();
  expect(reading.isRunning).toBe(false);
});

test('once it is stopped, asking reads nothing', async () => {
  let readings = 0;
  const reading = new PacedReading({ ...options, read: async () => (readings += 1) });
  await reading.stop();
  expect([reading.value, reading.isRunning, readings]).toEqual([undefined, false, 0]);
});
