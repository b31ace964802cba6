import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { captureExamples, identities, readExamples, writeExamples, type Examples } from './cdc-examples.js';
import { LivingShop } from './living-shop.js';
import { workspaceRoot } from './running-process.js';
import { scratchFolder } from './scratch.js';

const page = join(workspaceRoot, 'docs/cdc-examples.md');

/** What one row has and another one has not. */
const sometimesNull = new Set(['product_name', 'product_brand', 'updated_at', 'user_id']);

/** Keys in their order, with what their values are. */
function shapeOf(value: unknown, key = ''): unknown {
  if (sometimesNull.has(key)) return 'something or null';
  if (value === null) return 'null';
  if (typeof value === 'object')
    return Object.entries(value).map(([name, each]) => [name, shapeOf(each, name)]);
  if (typeof value !== 'string') return typeof value;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return 'moment';
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(value) ? 'uuid' : 'text';
}

const shapes = (examples: Examples) =>
  [...examples].map(([title, lines]) => [title, lines.map((line) => shapeOf(JSON.parse(line)))]);

test('the documented changes have the keys and the types of those that come today', async () => {
  const scratch = await scratchFolder();
  const shop = await LivingShop.onThrowawayServer();
  try {
    await writeFile(join(scratch.path, 'figures.json'), '{"forgets": 0.3, "daysToForget": [2, 3, 4]}');
    await shop.create();
    const captured = new Map<string, readonly string[]>();
    for (const identity of identities) {
      const examples = await captureExamples(shop, identity, scratch.path);
      for (const [title, lines] of examples) captured.set(title, lines);
    }
    if (process.env['WRITE_EXAMPLES']) await writeFile(page, writeExamples(captured));
    const documented = readExamples(await readFile(page, 'utf8'));
    expect(shapes(documented)).toEqual(shapes(captured));
    expect(readExamples(writeExamples(captured))).toEqual(captured);
  } finally {
    await shop.close();
    await scratch.remove();
  }
}, 240_000);
