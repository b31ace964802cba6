import { ItemView } from '../../src/window/item-view.js';
import { SalesTable } from '../../src/window/sales-table.js';
import { TableReading } from '../../src/window/table-reading.js';
import { putSample, sampleId, sampleItem } from '../feed/scripted-window.js';

const start = { now: 10e6, since: 0, tables: undefined };

/** A table with an item, whose last version a view has seen and goes on holding. */
async function openTable(): Promise<SalesTable> {
  const table = new SalesTable(100);
  const view = new ItemView(table);
  await view.begin(table, 0);
  putSample(table, sampleItem(1, { age: 30 }));
  await view.advance(view.target(10e6, 0));
  await view.release();
  return table;
}

async function read(table: SalesTable): Promise<void> {
  const reading = new TableReading(table, true);
  reading.begin(start);
  await reading.finish(0);
}

function sellTo(table: SalesTable, { user_id, order_id, product_id }: ReturnType<typeof sampleItem>): void {
  const ids = { order_id, user_id, product_id };
  table.putItem(sampleId(0, 2), { ...ids, sale_price: 25, status: 'Processing', created_at: 5e6 });
}

test('asks anew for the buyer of an item that is gone, since nobody has followed the row', async () => {
  const table = await openTable();
  await read(table);
  expect(table.size).toBe(0);
  sellTo(table, sampleItem(1));
  expect(table.buyers.hasWanted).toBe(true);
});

test('asks anew for a buyer who was not there, once the item that waits for the buyer is gone', async () => {
  const table = await openTable();
  const [orphan, next] = [sampleItem(3), sampleItem(3, { product_id: 1 })];
  table.buyers.declareComplete();
  sellTo(table, orphan);
  expect(table.buyers.hasWanted).toBe(false);
  // It is gone while a view still holds the one before.
  await read(table);
  expect(table.size).toBe(0);
  sellTo(table, next);
  expect(table.buyers.hasWanted).toBe(true);
});
