import { BadRowError } from '../src/errors.js';
import { RowWriter } from '../src/row-writer.js';
import { columnsOf } from '../src/tables.js';

type Write = (to: RowWriter) => void;

/** What is said of a value in the first column that the writers before it lead to. */
function refusal(table: 'users' | 'products' | 'orders', ...writes: Write[]): BadRowError {
  const writer = new RowWriter(table, columnsOf(table));
  writer.begin();
  try {
    for (const write of writes) write(writer);
  } catch (error) {
    if (error instanceof BadRowError) return error;
  }
  throw new Error('no value was refused');
}

const any = (value: unknown): never => value as never;
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const key: Write = (to) => to.key(id);

test.each<[string, Write]>([
  ['a number', (to) => to.key(any(7))],
  ['null', (to) => to.key(any(null))],
  ['no UUID', (to) => to.key('7')],
])('refuses %s as a key', (_, write) => {
  expect(refusal('users', write)).toMatchObject({ table: 'users', column: 'id', row: 1 });
});

test.each([null, undefined, 7, {}, 'a\0b'])('refuses %p as a text', (value) => {
  const error = refusal('users', key, (to) => to.text(any(value)));
  expect(error).toMatchObject({ column: 'first_name', value });
  expect(error.allowed).not.toContain('null');
});

test.each([32_768, -32_769, 1.5, '7', NaN])('refuses %p as a smallint', (value) => {
  expect(refusal('users', (to) => to.smallint(any(value))).value).toBe(value);
});

test.each([2_147_483_648, -2_147_483_649, 1.5, 1n, null])('refuses %p as an integer', (value) => {
  expect(refusal('users', (to) => to.integer(any(value))).value).toBe(value);
});

test.each([Infinity, NaN, '19.99', null])('refuses %p as a numeric and as a double', (value) => {
  expect(refusal('users', (to) => to.numeric(any(value))).value).toBe(value);
  expect(refusal('users', (to) => to.double(any(value))).value).toBe(value);
});

test.each([new Date(NaN), new Date(8.64e15), '2026-01-31T12:00:00.000Z', 0, null])(
  'refuses %p as a moment',
  (value) => {
    expect(refusal('users', (to) => to.timestamp(any(value))).value).toBe(value);
  },
);

test('takes null where a column is nullable, but not undefined', () => {
  const writer = new RowWriter('products', columnsOf('products'));
  writer.begin();
  writer.integer(1);
  writer.numeric(1);
  writer.text('Jeans');
  writer.text(null);
  expect(() => writer.text(any(undefined))).toThrow(/column brand is undefined; allowed: .*, or null/);
});
