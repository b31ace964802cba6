import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { isConnectionFailure, withRetries } from '@thelook/service';

const logger = pino({ level: 'silent' }, new PassThrough());
const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('retries', () => {
  test('go on while the database cannot be reached, and tell which attempt it is', async () => {
    const attempts: number[] = [];
    const work = async (attempt: number) => {
      attempts.push(attempt);
      if (attempt < 3) throw refused();
      return 'done';
    };
    const signal = new AbortController().signal;
    await expect(withRetries(work, { logger, signal })).resolves.toBe('done');
    expect(attempts).toEqual([1, 2, 3]);
  });

  test('are not spent on an error that trying again cannot mend', async () => {
    let attempts = 0;
    const denied = Object.assign(new Error('password authentication failed'), { code: '28P01' });
    const work = async () => {
      attempts += 1;
      throw denied;
    };
    const signal = new AbortController().signal;
    await expect(withRetries(work, { logger, signal })).rejects.toBe(denied);
    expect(attempts).toBe(1);
  });

  test('go on for another error that is said to pass', async () => {
    const locked = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
    const outcomes = [locked, refused()];
    const work = async () => {
      const error = outcomes.shift();
      if (error) throw error;
      return 'done';
    };
    const isTransient = (error: unknown) => error === locked;
    const options = { logger, signal: new AbortController().signal, isTransient };
    await expect(withRetries(work, options)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    outcomes.push(locked);
    await expect(withRetries(work, options)).resolves.toBe('done');
  });

  test('end when somebody asks to stop', async () => {
    const stop = new AbortController();
    const work = async () => {
      stop.abort(new Error('asked to stop'));
      throw refused();
    };
    await expect(withRetries(work, { logger, signal: stop.signal })).rejects.toThrow('asked to stop');
  });

  test('keep the result of work that finished after somebody asked to stop', async () => {
    const stop = new AbortController();
    const work = async () => {
      stop.abort(new Error('asked to stop'));
      return 'finished';
    };
    await expect(withRetries(work, { logger, signal: stop.signal })).resolves.toBe('finished');
  });
});

test.each([
  [refused(), true],
  [Object.assign(new Error('starting up'), { code: '57P03' }), true],
  [Object.assign(new Error('connection failure'), { code: '08006' }), true],
  [new Error('Connection terminated unexpectedly'), true],
  [new AggregateError([refused()], ''), true],
  [new Error('wrapped', { cause: refused() }), true],
  [Object.assign(new Error('denied'), { code: '28P01' }), false],
  [Object.assign(new Error('no such table'), { code: '42P01' }), false],
  ['a string', false],
])('%p means that the database cannot be reached: %p', (error, expected) => {
  expect(isConnectionFailure(error)).toBe(expected);
});
