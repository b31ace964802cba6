import { parseMessage, type FeedMessage } from '@thelook/feed';
import { sampleItem } from './sample-items.js';

const snapshot = { type: 'snapshot', cursor: 'c1', at: 1, items: [sampleItem()] };
const delta = { type: 'delta', cursor: 'c2', previous: 'c1', at: 2, added: [], changed: [], removed: ['a'] };

test('reads the messages of the feed', () => {
  for (const message of [snapshot, delta] as FeedMessage[]) {
    expect(parseMessage(JSON.stringify(message))).toEqual(message);
  }
});

test.each(['applause', 'toString'])('a message %s of a later version is no reason to stop', (type) => {
  expect(parseMessage(JSON.stringify({ type }))).toBeUndefined();
});

test.each([
  ['', 'it is not JSON'],
  ['null', 'it is not a JSON object with a type'],
  ['[]', 'it is not a JSON object with a type'],
  ['"[]"', 'it is not a JSON object with a type'],
  ['{"type":1}', 'it is not a JSON object with a type'],
  [JSON.stringify({ ...snapshot, items: undefined }), 'items of snapshot is missing or of the wrong kind'],
  [JSON.stringify({ ...snapshot, items: [null] }), 'items of snapshot is missing or of the wrong kind'],
  [JSON.stringify({ ...snapshot, cursor: 7 }), 'cursor of snapshot is missing or of the wrong kind'],
  [JSON.stringify({ ...delta, removed: [7] }), 'removed of delta is missing or of the wrong kind'],
  [JSON.stringify({ ...delta, previous: null }), 'previous of delta is missing or of the wrong kind'],
  ['{"type":"status","since":1,"database":"down"}', 'database of status is missing or of the wrong kind'],
])('refuses %j', (frame, problem) => {
  expect(() => parseMessage(frame)).toThrow(
    expect.objectContaining({ code: 'THELOOK_FEED_MESSAGE', message: expect.stringContaining(problem) }),
  );
});

test('refuses a binary frame', () => {
  expect(() => parseMessage(new ArrayBuffer(2))).toThrow('it is not text');
});
