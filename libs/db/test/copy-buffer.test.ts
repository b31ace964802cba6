import { CopyBuffer } from '../src/copy-buffer.js';

/** What stands before the first field: a message's header, the signature with its flags, the number of columns. */
const HEAD_LENGTH = 5 + 19 + 2;

/** What stands behind the last field: the end of the rows, and the message CopyDone. */
const TAIL_LENGTH = 2 + 5;

/** The field that is written, in hexadecimal digits, behind its length; undefined when it is refused. */
function written(write: (to: CopyBuffer) => unknown): string | undefined {
  const buffer = new CopyBuffer();
  buffer.beginRow(1);
  if (write(buffer) === false) return undefined;
  const hex = Buffer.from(buffer.take()).subarray(HEAD_LENGTH, -TAIL_LENGTH).toString('hex');
  expect(parseInt(hex.slice(0, 8), 16)).toBe(hex.length / 2 - 4);
  return hex.slice(8);
}

test('a table without rows is a signature, an end and CopyDone', () => {
  const data = Buffer.from(new CopyBuffer().take());
  const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1').toString('hex');
  expect(data.toString('hex')).toBe(
    `64${'00000019'}${signature}${'00000000'}${'00000000'}${'ffff'}${'63'}${'00000004'}`,
  );
});

test.each([
  ['', ''],
  ['Jeans', '4a65616e73'],
  ['Zürich 👗', '5ac3bc7269636820f09f9197'],
])('writes the text %p in UTF-8', (value, hex) => {
  expect(written((to) => to.text(value))).toBe(hex);
});

test.each(['a\0b', 'ü\0', 'half \ud83d', '\udc57 half'])('refuses the text %j', (value) => {
  expect(written((to) => to.text(value))).toBeUndefined();
});

test('writes a UUID in either case', () => {
  const hex = '01890a5dac96774bbcceb302099a8057';
  expect(written((to) => to.uuid('01890a5d-ac96-774b-bcce-b302099a8057'))).toBe(hex);
  expect(written((to) => to.uuid('01890A5D-AC96-774B-BCCE-B302099A8057'))).toBe(hex);
});

test.each([
  '',
  '01890a5d-ac96-774b-bcce-b302099a805',
  '01890a5d-ac96-774b-bcce-b302099a805g',
  '01890a5d-ac96-774b-bcce-b302099a80５7',
  '01890a5dxac96-774b-bcce-b302099a8057',
  '01890a5d-ac96x774b-bcce-b302099a8057',
  '01890a5d-ac96-774bxbcce-b302099a8057',
  '01890a5d-ac96-774b-bccexb302099a8057',
  '0-890a5d-ac96-774b-bcce-b302099a8057',
])('refuses the UUID %p', (value) => {
  expect(written((to) => to.uuid(value))).toBeUndefined();
});

/** Digits, weight, sign, scale, and the digits themselves. */
test.each<[number, string]>([
  [0, '0000' + '0000' + '0000' + '0000'],
  [7, '0001' + '0000' + '0000' + '0000' + '0007'],
  [19.99, '0002' + '0000' + '0000' + '0002' + '0013' + '26ac'],
  [-0.5, '0001' + 'ffff' + '4000' + '0001' + '1388'],
  [8.4019, '0002' + '0000' + '0000' + '0004' + '0008' + '0fb3'],
  [31.724, '0002' + '0000' + '0000' + '0003' + '001f' + '1c48'],
  [9999.9999, '0002' + '0000' + '0000' + '0004' + '270f' + '270f'],
  [10_000, '0001' + '0001' + '0000' + '0000' + '0001'],
  [0.00001, '0001' + 'fffe' + '0000' + '0005' + '03e8'],
])('writes the number %d with its digits', (value, hex) => {
  expect(written((to) => to.numeric(value))).toBe(hex);
});

test.each<[string, string]>([
  ['2000-01-01T00:00:00.000Z', '0000000000000000'],
  ['2000-01-01T00:00:00.001Z', '00000000000003e8'],
  ['1999-12-31T23:59:59.999Z', 'fffffffffffffc18'],
])('writes %s as microseconds since 2000', (moment, hex) => {
  expect(written((to) => to.timestamp(Date.parse(moment)))).toBe(hex);
});

test('writes integers and doubles with the highest byte first', () => {
  expect(written((to) => to.int16(-2))).toBe('fffe');
  expect(written((to) => to.int32(-2_147_483_648))).toBe('80000000');
  expect(written((to) => to.float64(-0))).toBe('8000000000000000');
});

test('closes a message when 64 kB are in it, and begins the next with the next row', () => {
  const buffer = new CopyBuffer();
  for (let row = 0; row < 3; row += 1) {
    buffer.beginRow(1);
    buffer.text('x'.repeat(70_000));
    buffer.endRow();
  }
  const data = Buffer.from(buffer.take());
  const messages: [type: string, length: number][] = [];
  for (let at = 0; at < data.length; at += 1 + data.readInt32BE(at + 1)) {
    messages.push([data.toString('latin1', at, at + 1), data.readInt32BE(at + 1) - 4]);
  }
  const row = 2 + 4 + 70_000;
  expect(messages).toEqual([
    ['d', 19 + row],
    ['d', row],
    ['d', row],
    ['d', 2],
    ['c', 0],
  ]);
});

test.each([ArrayBuffer, SharedArrayBuffer])(
  'memory that is full gives way to more of its kind: %p',
  (Memory) => {
    const buffer = new CopyBuffer(new Memory(8));
    buffer.beginRow(1);
    buffer.text('longer than what was there');
    buffer.endRow();
    expect(buffer.take().buffer).toBeInstanceOf(Memory);
    expect(buffer.take().buffer).toBeInstanceOf(Memory);
  },
);
