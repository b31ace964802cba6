import { binaryFields } from '../src/binary-fields.js';
import { CopyBuffer } from '../src/copy-buffer.js';
import type { SqlType } from '../src/tables.js';

/** What stands behind the last field: the end of the rows, and the message CopyDone. */
const TAIL_LENGTH = 2 + 5;

/** What stands before the first field: a message's header, the signature with its flags, the number of columns. */
const HEAD_LENGTH = 5 + 19 + 2;

/** The field's bytes in hexadecimal digits, behind their length. */
function written(type: SqlType, value: unknown): string | undefined {
  const buffer = new CopyBuffer();
  buffer.beginRow(1);
  if (!binaryFields[type].write(buffer, value)) return undefined;
  const hex = Buffer.from(buffer.take()).subarray(HEAD_LENGTH, -TAIL_LENGTH).toString('hex');
  expect(parseInt(hex.slice(0, 8), 16)).toBe(hex.length / 2 - 4);
  return hex.slice(8);
}

test.each<[SqlType, unknown, string]>([
  ['text', '', ''],
  ['text', 'Jeans', '4a65616e73'],
  ['text', 'Zürich 👗', '5ac3bc7269636820f09f9197'],
  ['uuid', '01890A5D-ac96-774b-bcce-b302099a8057', '01890a5dac96774bbcceb302099a8057'],
  ['smallint', -2, 'fffe'],
  ['smallint', 32_767, '7fff'],
  ['integer', -2_147_483_648, '80000000'],
  ['numeric', 19.99, '0002' + '0000' + '0000' + '0002' + '0013' + '26ac'],
  ['numeric', -20_000, '0001' + '0001' + '4000' + '0000' + '0002'],
  ['double precision', -0, '8000000000000000'],
  ['timestamptz', new Date('2000-01-01T00:00:00.000Z'), '0000000000000000'],
  ['timestamptz', new Date('2000-01-01T00:00:00.001Z'), '00000000000003e8'],
  ['timestamptz', new Date('1999-12-31T23:59:59.999Z'), 'fffffffffffffc18'],
])('writes %s %p as PostgreSQL holds it', (type, value, hex) => {
  expect(written(type, value)).toBe(hex);
});

test.each<[SqlType, unknown]>([
  ['text', 'a\0b'],
  ['text', 'ü\0'],
  ['text', 'half \ud83d'],
  ['text', '\udc57 half'],
  ['text', 7],
  ['text', undefined],
  ['uuid', '01890a5d-ac96-774b-bcce-b302099a805'],
  ['uuid', '01890a5d-ac96-774b-bcce-b302099a805g'],
  ['uuid', '01890a5d-ac96-774b-bcce-b302099a80５7'],
  ['uuid', '01890a5dxac96-774b-bcce-b302099a8057'],
  ['uuid', '01890a5d-ac96-774b-bccexb302099a8057'],
  ['uuid', 7],
  ['smallint', 32_768],
  ['smallint', -32_769],
  ['smallint', 1.5],
  ['integer', 2_147_483_648],
  ['integer', '1'],
  ['integer', Number.NaN],
  ['numeric', Number.POSITIVE_INFINITY],
  ['numeric', Number.NaN],
  ['numeric', '19.99'],
  ['double precision', Number.NEGATIVE_INFINITY],
  ['double precision', true],
  ['timestamptz', new Date(Number.NaN)],
  ['timestamptz', new Date(8.64e15)],
  ['timestamptz', '2026-01-31T12:00:00.000Z'],
])('refuses %s %p', (type, value) => {
  expect(written(type, value)).toBeUndefined();
});
