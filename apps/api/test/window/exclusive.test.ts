import { setImmediate as turn } from 'node:timers/promises';
import { Exclusive } from '../../src/window/exclusive.js';

test('one thing at a time, in order, what is urgent first, whatever fails', async () => {
  const exclusive = new Exclusive();
  const done: string[] = [];
  let atOnce = 0;
  const work = (name: string) => async () => {
    expect((atOnce += 1)).toBe(1);
    await turn();
    atOnce -= 1;
    done.push(name);
    if (name === 'b') throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled([
    exclusive.run(work('a')),
    exclusive.run(work('b')),
    exclusive.run(work('c')),
    exclusive.run(work('first'), true),
    exclusive.run(work('second'), true),
  ]);
  expect(done).toEqual(['first', 'second', 'a', 'b', 'c']);
  expect(results.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
  ]);
  const under = exclusive.run(work('d'));
  await turn();
  const [late, urgent] = [exclusive.run(work('e')), exclusive.run(work('third'), true)];
  await Promise.all([under, late, urgent]);
  expect(done.slice(5)).toEqual(['d', 'third', 'e']);
});
