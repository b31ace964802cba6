import { readFileSync } from 'node:fs';
import type { Option } from 'commander';
import { createProgram } from '../src/cli.js';
import { createMetrics } from '../src/metrics.js';

const document = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
const rows = document
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

const options = createProgram(() => Promise.resolve()).options as Option[];

test.each(options.map((option): [string, Option] => [option.long ?? '', option]))(
  '%s is in docs/api.md with its variable and its default',
  (flag, { envVar, defaultValue }) => {
    const row = rows.find((cells) => cells[1] === `\`${flag}\``);
    expect(row?.slice(2, 4)).toEqual([
      envVar === undefined ? '' : `\`${envVar}\``,
      String(defaultValue ?? ''),
    ]);
  },
);

test('every metric of ours is in docs/api.md, and no other', async () => {
  const none = () => 0;
  const { registry } = createMetrics({
    ...{ clients: none, slowClients: none, queuedBytes: none, windows: none, views: none, windowRows: none },
  });
  const names = registry
    .getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('thelook_'));
  const documented = rows.flatMap((cells) => cells[1]?.match(/thelook_\w+/g) ?? []);
  expect(documented.sort()).toEqual(names.sort());
  registry.clear();
});
