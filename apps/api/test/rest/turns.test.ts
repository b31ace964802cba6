import { BusyError, Turns } from '../../src/rest/turns.js';

/** Work that ends when a test says so. */
function openWork() {
  let resolve: (result: string) => void = () => undefined;
  const ended = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { resolve: (result: string) => resolve(result), run: () => ended };
}

test('does no more at once than allowed, first come, first served', async () => {
  const turns = new Turns({ atOnce: 2, maxWaiting: 10 });
  const begun: number[] = [];
  const work = Array.from({ length: 4 }, openWork);
  const results = work.map((one, index) =>
    turns.run(() => {
      begun.push(index);
      return one.run();
    }),
  );
  expect(begun).toEqual([0, 1]);
  work[1]!.resolve('b');
  await results[1];
  work[0]!.resolve('a');
  await results[0];
  work[2]!.resolve('c');
  work[3]!.resolve('d');
  await expect(Promise.all(results)).resolves.toEqual(['a', 'b', 'c', 'd']);
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('turns away whoever would be one too many to wait, and takes the next one later', async () => {
  const turns = new Turns({ atOnce: 1, maxWaiting: 1 });
  const work = openWork();
  const first = turns.run(work.run);
  const second = turns.run(work.run);
  await expect(turns.run(work.run)).rejects.toThrow(BusyError);
  work.resolve('done');
  await Promise.all([first, second]);
  await expect(turns.run(work.run)).resolves.toBe('done');
});

test('a failure passes the turn on', async () => {
  const turns = new Turns({ atOnce: 1, maxWaiting: 1 });
  const failure = turns.run(() => Promise.reject(new Error('no')));
  const next = turns.run(() => Promise.resolve('yes'));
  await expect(failure).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
