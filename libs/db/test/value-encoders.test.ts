import { valueEncoders } from '../src/value-encoders.js';
import type { SqlType } from '../src/tables.js';

test.each<[SqlType, unknown, string]>([
  ['text', 'plain', 'plain'],
  ['text', '', ''],
  ['text', '\\N', '\\\\N'],
  ['text', '\\.', '\\\\.'],
  ['text', 'a\tb\nc\rd\\e', 'a\\tb\\nc\\rd\\\\e'],
  ['text', '👗 \u2028 "quoted"', '👗 \u2028 "quoted"'],
  ['uuid', '01890A5D-ac96-774b-bcce-b302099a8057', '01890A5D-ac96-774b-bcce-b302099a8057'],
  ['smallint', -32_768, '-32768'],
  ['smallint', 32_767, '32767'],
  ['integer', -2_147_483_648, '-2147483648'],
  ['integer', 2_147_483_647, '2147483647'],
  ['numeric', 0.1, '0.1'],
  ['numeric', 1e-7, '1e-7'],
  ['numeric', '-12345678901234567890.123', '-12345678901234567890.123'],
  ['double precision', -0, '-0'],
  ['double precision', Number.MAX_VALUE, '1.7976931348623157e+308'],
  ['timestamptz', new Date(0), '1970-01-01T00:00:00.000Z'],
])('writes %s %p as %s', (type, value, text) => {
  expect(valueEncoders[type].encode(value)).toBe(text);
});

test.each<[SqlType, unknown]>([
  ['text', 'a\0b'],
  ['text', 'half \ud83d'],
  ['text', '\udc57 half'],
  ['text', 7],
  ['text', {}],
  ['uuid', '01890a5d-ac96-774b-bcce-b302099a805'],
  ['uuid', '01890a5d-ac96-774b-bcce-b302099a805g'],
  ['uuid', '01890a5dxac96-774b-bcce-b302099a8057'],
  ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057\n'],
  ['uuid', '01890a5d-ac96-774b-bcce-b302099a80５7'],
  ['smallint', 32_768],
  ['smallint', -32_769],
  ['integer', 2_147_483_648],
  ['integer', -2_147_483_649],
  ['integer', 1.5],
  ['integer', '1'],
  ['integer', Number.NaN],
  ['integer', 1n],
  ['numeric', Number.POSITIVE_INFINITY],
  ['numeric', Number.NaN],
  ['numeric', '1e5'],
  ['numeric', 'NaN'],
  ['numeric', ''],
  ['numeric', '1,5'],
  ['double precision', Number.NEGATIVE_INFINITY],
  ['double precision', '1.5'],
  ['double precision', true],
  ['timestamptz', new Date(Number.NaN)],
  ['timestamptz', 0],
])('refuses %s %p', (type, value) => {
  expect(valueEncoders[type].encode(value)).toBeUndefined();
});
