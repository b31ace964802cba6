import { createDb, readConnectionConfig } from '@thelook/db';
import { decodeRecords, encodeRecords } from '@thelook/feed';
import { anOrder, loadCatalogue } from '@thelook/models';
import { catalogue } from '@thelook/models/catalogue';

/** Not at the top, where CommonJS has no await. */
async function main() {
  const db = createDb(readConnectionConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }));
  await db.destroy();
  const { items } = anOrder({ items: 2 });
  const loaded = await loadCatalogue();
  const sold = decodeRecords(encodeRecords([])).length;
  const whole = loaded.products.length === catalogue.products.length;
  console.log(JSON.stringify({ whole, items: items.length, sold }));
}

void main();
