import { readFile } from 'node:fs/promises';
import { checks } from '../../src/verify/checks/index.js';
import { checksOf } from '../../src/verify/judged-profile.js';

test('the page tells how many checks there are', async () => {
  const page = await readFile(new URL('../../../../docs/verify.md', import.meta.url), 'utf8');
  const told = [
    ...page
      .replaceAll('\n', ' ')
      .matchAll(/(\d+) checks for a shop of the profile `living`, (\d+) for one of `classic`/g),
    ...page.matchAll(/the (\d+) checks that hold for both/g),
  ].flatMap((found) => found.slice(1).map(Number));
  const { length: living } = checksOf('living', checks);
  const { length: classic } = checksOf('classic', checks);
  const { length: both } = checksOf('both', checks);
  expect(told).toEqual([living, classic, both]);
});
