import { describeConnection, type Connection } from '../src/model/connection.js';
import { createNumberFormat } from '../src/model/number-format.js';

const lastDataAt = Date.UTC(2026, 0, 1, 12, 0, 0);
const context = { now: 10_000, lastDataAt, format: createNumberFormat('en-US', 'UTC') };
const sentence = (connection: Connection, changed = {}) => {
  const { label, detail, why } = describeConnection(connection, { ...context, ...changed });
  return `${label}: ${detail}${why === undefined ? '' : `. ${why}`}`;
};

test('each state says what is true of it, and when the figures are from', () => {
  expect(sentence({ state: 'live' })).toBe('Live: as of 12:00:00');
  expect(sentence({ state: 'paused' })).toBe('Paused: last data from 12:00:00');
  expect(sentence({ state: 'database-lost' })).toBe('Database lost: last data from 12:00:00');
  expect(sentence({ state: 'database-lost' }, { lastDataAt: undefined })).toBe('Database lost: no data yet');
});

test('a refusal is shown in the words of the server, and whether it is tried again', () => {
  expect(sentence({ state: 'full', nextTryAt: 12_100, reason: 'All taken.' })).toBe(
    'Server full: next try in 3s, last data from 12:00:00. All taken. This page goes on by itself once there is room.',
  );
  expect(sentence({ state: 'refused', reason: 'Not so.' })).toBe(
    'Not connected: last data from 12:00:00. Not so.',
  );
});

test('the next try is counted down in whole seconds, and never below', () => {
  const at = (nextTryAt: number) => sentence({ state: 'reconnecting', nextTryAt });
  expect(at(12_100)).toBe('Reconnecting: next try in 3s, last data from 12:00:00');
  expect(at(9_000)).toBe('Reconnecting: trying now, last data from 12:00:00');
});

test('the label, which is read aloud, does not change while time passes', () => {
  const labels = [0, 5_000, 9_000].map(
    (now) => describeConnection({ state: 'reconnecting', nextTryAt: 9_500 }, { ...context, now }).label,
  );
  expect(new Set(labels).size).toBe(1);
});
