import { Holdings } from '../../src/feed/holdings.js';

test('one address may open half of what the others leave', () => {
  const views = new Holdings(8, undefined);
  for (const view of ['a', 'b', 'c', 'd']) {
    expect(views.isFull('one', view)).toBe(false);
    views.enter('one', view);
  }
  expect(views.isFull('one', 'e')).toBe(true);
  expect(views.isFull('two', 'e')).toBe(false);
  views.enter('two', 'e');
  views.enter('two', 'f');
  expect(views.isFull('two', 'g')).toBe(true);
  expect(views.isFull('three', 'g')).toBe(false);
});

test("what is open already costs nobody anything more, and what several use is nobody's own", () => {
  const views = new Holdings(2, undefined);
  views.enter('one', 'a');
  expect(views.isFull('one', 'b')).toBe(true);
  expect(views.isFull('one', 'a')).toBe(false);
  views.enter('two', 'a');
  expect(views.isFull('one', 'b')).toBe(false);
});

test('what the last client has left is free', () => {
  const views = new Holdings(1, undefined);
  views.enter('one', 'a');
  views.enter('one', 'a');
  views.leave('one', 'a');
  expect(views.isFull('one', 'b')).toBe(true);
  views.leave('one', 'a');
  expect(views.isFull('one', 'b')).toBe(false);
});

test('a number of its own takes the place of half of the rest', () => {
  const views = new Holdings(8, 1);
  views.enter('one', 'a');
  expect(views.isFull('one', 'b')).toBe(true);
  expect(views.isFull('two', 'b')).toBe(false);
});
