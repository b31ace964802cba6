import type { UserRow } from '@thelook/models';
import type { Insertable } from 'kysely';
import { BadRowError, type ProductsTable } from '../src/index.js';
import { encodeRows, rowEncoder } from '../src/row-encoder.js';
import { columnNames } from '../src/tables.js';
import { sampleDistCenter, sampleOrderItem, sampleProduct, sampleUser } from './sample-rows.js';

const badRow = (work: () => unknown): BadRowError => {
  try {
    work();
  } catch (error) {
    if (error instanceof BadRowError) return error;
  }
  throw new Error('no row was refused');
};

test('writes columns in the order of the table, whatever the order of the keys', () => {
  const { id, ...others } = sampleDistCenter();
  expect(rowEncoder('dist_centers')({ ...others, id }, 1)).toBe('1\tMemphis TN\t35.1174\t-89.9711\n');
});

test('writes null for null and for a nullable column that is left out', () => {
  const product: Insertable<ProductsTable> = sampleProduct({ name: null });
  delete product.brand;
  expect(rowEncoder('products')(product, 1)).toBe('1\t7.25\tJeans\t\\N\t\\N\t19.99\tWomen\tEB8B1D4A\t1\n');
});

test('keeps an empty first column apart from the next one', () => {
  expect(badRow(() => rowEncoder('users')({ ...sampleUser(), id: '' }, 1)).column).toBe('id');
  const line = rowEncoder('users')(sampleUser({ first_name: '', last_name: '' }), 1);
  expect(line.split('\t')).toHaveLength(columnNames('users').length);
});

const withoutEmail: Partial<UserRow> = sampleUser();
delete withoutEmail.email;

test.each<[string, object, string]>([
  ['an unknown column', { ...sampleUser(), nickname: 'Countess' }, 'nickname'],
  ['an unknown column that is undefined', { ...sampleUser(), nickname: undefined }, 'nickname'],
  ['null in a column that is not nullable', { ...sampleUser(), email: null }, 'email'],
  ['undefined', { ...sampleUser(), city: undefined }, 'city'],
  ['a wrong type', { ...sampleUser(), age: '36' }, 'age'],
  ['a missing column', withoutEmail, 'email'],
])('refuses %s and names it', (_, row, column) => {
  const error = badRow(() => rowEncoder('users')(row, 7));
  expect(error).toMatchObject({ code: 'THELOOK_BAD_ROW', table: 'users', column, row: 7 });
  expect(error.message).toContain(error.allowed);
});

test('refuses undefined in a nullable column too', () => {
  const error = badRow(() => rowEncoder('order_items')({ ...sampleOrderItem(), shipped_at: undefined }, 1));
  expect(error.column).toBe('shipped_at');
});

test.each([null, undefined, 'row', 7, [[]]])('refuses %p in the place of a row', (row) => {
  expect(badRow(() => rowEncoder('users')(row, 2))).toMatchObject({ column: undefined, row: 2 });
});

test('keeps the message short however long the value is', () => {
  const error = badRow(() => rowEncoder('users')({ ...sampleUser(), id: 'x'.repeat(1_000_000) }, 1));
  expect(error.message.length).toBeLessThan(300);
});

test('cuts the rows into pieces of some 64 kB and reads no further than it is asked to', async () => {
  let read = 0;
  function* centers() {
    for (;;) {
      read += 1;
      yield sampleDistCenter({ id: read });
    }
  }
  const pieces = encodeRows('dist_centers', centers());
  const first = (await pieces.next()).value;
  expect(first?.length).toBeGreaterThanOrEqual(65_536);
  expect(first?.length).toBeLessThan(66_000);
  expect(first?.toString().match(/\n/g)).toHaveLength(read);
  await pieces.return();
});

test('gives nothing for no rows', async () => {
  expect(await encodeRows('users', []).next()).toEqual({ done: true, value: undefined });
});
