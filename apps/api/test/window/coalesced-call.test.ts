import { CoalescedCall } from '../../src/window/coalesced-call.js';

/** Work that ends when the test says so. */
function controlledWork() {
  const runs: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  const call = new CoalescedCall(
    () => new Promise<number>((resolve, reject) => void runs.push({ resolve, reject })),
  );
  return { runs, call };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const until = async (condition: () => boolean) => {
  while (!condition()) await turn();
};

test('does the work once for all who ask in the same turn', async () => {
  const { runs, call } = controlledWork();
  const results = [call.call(), call.call(), call.call()];
  await until(() => runs.length > 0);
  runs[0]?.resolve(7);
  expect(await Promise.all(results)).toEqual([7, 7, 7]);
  expect(runs).toHaveLength(1);
});

test('never hands out the result of a run that had begun before the call', async () => {
  const { runs, call } = controlledWork();
  const first = call.call();
  await until(() => runs.length === 1);
  const later = [call.call(), call.call()];
  runs[0]?.resolve(1);
  expect(await first).toBe(1);
  await until(() => runs.length === 2);
  runs[1]?.resolve(2);
  expect(await Promise.all(later)).toEqual([2, 2]);
});

test('works again after a failure, which all who waited for it get', async () => {
  const { runs, call } = controlledWork();
  const failed = Promise.allSettled([call.call(), call.call()]);
  await until(() => runs.length === 1);
  const next = call.call();
  runs[0]?.reject(new Error('no'));
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await until(() => runs.length === 2);
  runs[1]?.resolve(3);
  expect(await next).toBe(3);
});
