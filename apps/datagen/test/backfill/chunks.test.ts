import { chunkCount, chunksOf, usersPerChunk } from '../../src/backfill/chunks.js';

test.each([1, 999, 1_000, 1_001, 25_500])('the chunks of %i users hold each user once', (users) => {
  const chunks = [...chunksOf(users, { number: 1, count: 1 })];
  expect(chunks).toHaveLength(chunkCount(users));
  expect(chunks[0]!.from).toBe(0);
  expect(chunks.at(-1)!.to).toBe(users);
  for (const [place, { number, from, to }] of chunks.entries()) {
    expect(number).toBe(place);
    expect(from).toBe(place * usersPerChunk);
    expect(to - from).toBeLessThanOrEqual(usersPerChunk);
  }
});

test.each([1, 2, 3, 7, 100])('%i shards are together what one is, and even', (count) => {
  const whole = [...chunksOf(25_500, { number: 1, count: 1 })];
  const shards = Array.from({ length: count }, (_, place) => [
    ...chunksOf(25_500, { number: place + 1, count }),
  ]);
  expect(shards.flat()).toEqual(whole);
  const sizes = shards.map((shard) => shard.length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});
