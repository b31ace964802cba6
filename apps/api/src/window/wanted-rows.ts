import { type Database } from '@thelook/db';
import { readBuyers, readSoldProducts } from '@thelook/db/internal';
import type { Kysely } from 'kysely';
import type { JoinedRows } from './joined-rows.js';
import type { SalesTable } from './sales-table.js';
import { writeUuid, type Key } from './uuid.js';

/** Rows that are asked for at a time, and taken over in one turn of the event loop. */
const ROWS_AT_ONCE = 1_000;

/**
 * Reads the users and products that items of a table show and that are not known. Changes may go on arriving meanwhile;
 * they count more than what is read.
 *
 * @throws the server's error.
 */
export async function readWanted(db: Kysely<Database>, table: SalesTable): Promise<void> {
  const { buyers, products } = table;
  await readRows(
    buyers,
    ([a = 0, b = 0, c = 0, d = 0]) => writeUuid(a, b, c, d),
    async (ids) => new Map((await readBuyers(db, ids)).map((row) => [row.id, row])),
    (id, row) => table.putBuyer(id, row),
  );
  await readRows(
    products,
    // The number as it was before it became a key.
    ([, , , id = 0]) => id | 0,
    async (ids) => new Map((await readSoldProducts(db, ids)).map((row) => [row.id, row])),
    (id, row) => table.putProduct(id, row),
  );
}

async function readRows<Id, Row extends object>(
  rows: JoinedRows<Row>,
  idOf: (key: Key) => Id,
  read: (ids: Id[]) => Promise<Map<Id, Row>>,
  put: (id: Id, row: Row | undefined) => void,
): Promise<void> {
  const slots = rows.beginReading();
  for (let from = 0; from < slots.length; from += ROWS_AT_ONCE) {
    const some = Array.from({ length: Math.min(ROWS_AT_ONCE, slots.length - from) }, (_, index) =>
      slots.at(from + index),
    );
    const ids = new Map(some.map((slot) => [slot, idOf(rows.keyOf(slot, new Uint32Array(4)))]));
    const found = await read([...ids.values()]);
    for (const [slot, id] of ids) if (rows.isReading(slot)) put(id, found.get(id));
  }
}
