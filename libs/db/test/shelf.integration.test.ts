import type { InventoryItemRow } from '@thelook/models';
import type { Kysely } from 'kysely';
import { bulkInsert, countShelf, pickPieces, type Database } from '../src/index.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();
let db: Kysely<Database>;

const id = (product: number, piece: number) =>
  `00000000-0000-7000-8000-${String(product).padStart(4, '0')}${String(piece).padStart(8, '0')}`;

const pieces = (product: number, count: number): InventoryItemRow[] =>
  Array.from({ length: count }, (_, piece) => ({
    id: id(product, piece),
    product_id: product,
    created_at: new Date('2026-01-01'),
    sold_at: null,
    cost: 1,
    product_category: 'Socks',
    product_name: null,
    product_brand: null,
    product_retail_price: 2,
    product_department: 'Men',
    product_sku: 'S',
    product_distribution_center_id: 1,
  }));

beforeEach(async () => {
  db = await server.openMigrated();
  await bulkInsert(db, 'inventory_items', [...pieces(7, 5), ...pieces(8, 2)]);
});

const sell = (...ids: string[]) =>
  db.updateTable('inventory_items').set({ sold_at: new Date() }).where('id', 'in', ids).execute();

const nothing = { after: new Map<number, string>(), skip: 0 };

test('finds as many pieces as are wanted, or as there are', async () => {
  const found = await pickPieces(
    db,
    new Map([
      [7, 2],
      [8, 9],
      [9, 1],
    ]),
    nothing,
  );
  expect(found.get(7)).toEqual([id(7, 0), id(7, 1)]);
  expect(found.get(8)).toEqual([id(8, 0), id(8, 1)]);
  expect(found.get(9)).toEqual([]);
});

test('passes over what is sold', async () => {
  await sell(id(7, 0), id(7, 2));
  expect((await pickPieces(db, new Map([[7, 2]]), nothing)).get(7)).toEqual([id(7, 1), id(7, 3)]);
});

test('goes on behind the last piece, and from the beginning where that is the end of the shelf', async () => {
  const behind = (piece: number) => ({ after: new Map([[7, id(7, piece)]]), skip: 0 });
  expect((await pickPieces(db, new Map([[7, 2]]), behind(1))).get(7)).toEqual([id(7, 2), id(7, 3)]);
  expect((await pickPieces(db, new Map([[7, 2]]), behind(3))).get(7)).toEqual([id(7, 0), id(7, 1)]);
});

test('leaves pieces to others where there are enough', async () => {
  const found = await pickPieces(
    db,
    new Map([
      [7, 2],
      [8, 1],
    ]),
    { after: new Map(), skip: 2 },
  );
  expect(found.get(7)).toEqual([id(7, 2), id(7, 3)]);
  expect(found.get(8)).toEqual([id(8, 0)]);
});

test('counts what is unsold', async () => {
  await sell(id(7, 0));
  expect(await countShelf(db, [7, 8, 9])).toEqual(
    new Map([
      [7, 4],
      [8, 2],
      [9, 0],
    ]),
  );
});

test('leaves what came in after the moment that counts', async () => {
  const later = { ...pieces(7, 6)[5]!, created_at: new Date('2026-01-03') };
  await bulkInsert(db, 'inventory_items', [later]);
  await sell(...pieces(7, 4).map((piece) => piece.id));
  const pick = (at: string) =>
    pickPieces(db, new Map([[7, 2]]), { ...nothing, cameInBy: new Map([[7, Date.parse(at)]]) });
  expect((await pick('2025-12-31')).get(7)).toEqual([]);
  expect((await pick('2026-01-02')).get(7)).toEqual([id(7, 4)]);
  expect((await pick('2026-01-03')).get(7)).toEqual([id(7, 4), id(7, 5)]);
});
