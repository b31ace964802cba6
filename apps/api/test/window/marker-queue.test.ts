import { MarkerQueue, type MarkerQueueOptions } from '../../src/window/marker-queue.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const marker = (id: number) => ({ slot: 'slot', id, now: id * 1_000, tables: '' });

function controlledQueue({
  lateMs = 60_000,
  emit = () => Promise.resolve(),
}: Partial<MarkerQueueOptions> = {}) {
  const sent: number[] = [];
  const late: number[] = [];
  const queue = new MarkerQueue({
    emit: async (id) => {
      sent.push(id);
      await emit(id);
    },
    onLate: (underWayMs) => late.push(underWayMs),
    lateMs,
  });
  return { queue, sent, late };
}

test('sends one marker for all who have come before it', async () => {
  const { queue, sent } = controlledQueue();
  const results = ['a', 'b'].map((name) => queue.wait(({ id }) => `${name}${id}`));
  await turn();
  queue.pass(marker(1));
  expect(await Promise.all(results)).toEqual(['a1', 'b1']);
  expect(sent).toEqual([1]);
});

test('has those who come during a marker wait for the next one', async () => {
  const { queue, sent } = controlledQueue();
  const first = queue.wait(({ id }) => id);
  await turn();
  const second = queue.wait(({ id }) => id);
  await turn();
  expect(sent).toEqual([1]);
  queue.pass(marker(1));
  expect(await first).toBe(1);
  await turn();
  queue.pass(marker(2));
  expect(await second).toBe(2);
});

test('calls the evaluation while the stream stands at the marker', async () => {
  const { queue } = controlledQueue();
  const moments: number[] = [];
  const result = queue.wait(({ now }) => moments.push(now));
  await turn();
  queue.pass(marker(1));
  expect(moments).toEqual([1_000]);
  await result;
});

test('evaluates nothing at a marker that only prepares the next one', async () => {
  const { queue, sent } = controlledQueue();
  const result = queue.wait(({ id }) => id);
  await turn();
  queue.postpone(marker(1), Promise.resolve());
  queue.pass(marker(7));
  await turn();
  expect(sent).toEqual([1, 2]);
  queue.pass(marker(2));
  expect(await result).toBe(2);
});

test('rejects with the error when a marker cannot be sent, and sends the next one', async () => {
  const { queue, sent } = controlledQueue({
    emit: (id) => (id === 1 ? Promise.reject(new Error('no connection')) : Promise.resolve()),
  });
  await expect(queue.wait(() => undefined)).rejects.toThrow('no connection');
  const next = queue.wait(({ id }) => id);
  await turn();
  queue.pass(marker(2));
  expect(await next).toBe(2);
  expect(sent).toEqual([1, 2]);
});

test('gives up a marker that is late, and never evaluates it afterwards', async () => {
  const { queue, late } = controlledQueue({ lateMs: 1 });
  let evaluated = 0;
  const result = queue.wait(() => (evaluated += 1));
  await expect(result).rejects.toMatchObject({
    code: 'THELOOK_STREAM',
    reason: 'it is late',
  });
  queue.pass(marker(1));
  expect(evaluated).toBe(0);
  expect(late).toEqual([expect.any(Number)]);
});

test('waits for nothing while a marker is late, and again when it has come', async () => {
  const { queue, sent, late } = controlledQueue({ lateMs: 50 });
  await expect(queue.wait(() => undefined)).rejects.toMatchObject({ reason: 'it is late' });
  const start = performance.now();
  while (performance.now() - start < 60) await turn();
  await expect(queue.wait(() => undefined)).rejects.toMatchObject({ reason: 'it is late' });
  expect(late.at(-1)).toBeGreaterThan(50);
  expect(sent).toEqual([1]);
  queue.pass(marker(1));
  const result = queue.wait(({ id }) => id);
  await turn();
  queue.pass(marker(2));
  expect(await result).toBe(2);
});

test('evaluates nobody else when an evaluation ends the stream', async () => {
  const { queue } = controlledQueue();
  const gone = new Error('gone');
  let evaluated = 0;
  const results = Promise.allSettled([
    queue.wait(() => {
      queue.fail(gone);
      throw gone;
    }),
    queue.wait(() => (evaluated += 1)),
  ]);
  await turn();
  queue.pass(marker(1));
  expect((await results).map((result) => result.status === 'rejected' && result.reason)).toEqual([
    gone,
    gone,
  ]);
  expect(evaluated).toBe(0);
});
