import { refusalOf } from '../src/database-refusal.js';

const canceled = (message: string): Error => Object.assign(new Error(message), { code: '57014' });

test('a statement that took too long is no use without another time-out', () => {
  const error = new Error('stopped', { cause: canceled('canceling statement due to statement timeout') });
  expect(refusalOf(error)).toEqual({
    message: 'stopped',
    remedy: expect.stringContaining('statement_timeout'),
  });
});

test('one that somebody has stopped needs no remedy', () => {
  expect(refusalOf(canceled('canceling statement due to user request'))).toBeUndefined();
});
