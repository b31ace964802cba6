import { createOriginCheck } from '../../src/door/origin-check.js';

const check = createOriginCheck(['https://board.example.com', 'chrome-extension://abc']);

test.each([
  [undefined, 'shop.example.com'],
  ['http://shop.example.com:8000', 'shop.example.com:8000'],
  ['https://shop.example.com', 'shop.example.com'],
  ['https://shop.example.com', 'shop.example.com:443'],
  // As Python's websocket-client sends it.
  ['http://127.0.0.1:8000', '127.0.0.1:8000'],
  ['http://203.0.113.7:8000', '203.0.113.7:8000'],
  ['http://[2001:db8::1]:8000', '[2001:DB8::1]:8000'],
  ['http://localhost:3000', 'shop.example.com'],
  ['https://127.9.9.9', 'shop.example.com'],
  ['http://[::1]:5173', 'api'],
  ['https://board.example.com', 'shop.example.com'],
  ['chrome-extension://abc', 'shop.example.com'],
])('the origin %p passes where the host is %s', (origin, host) => {
  expect(check(origin, host)).toBeUndefined();
});

test.each([
  ['null', 'localhost:8000'],
  ['', 'localhost:8000'],
  ['https://evil.example', 'localhost:8000'],
  ['http://shop.example.com:9000', 'shop.example.com:8000'],
  ['http://shop.example.com', 'shop.example.com:443'],
  ['https://board.example.com:8443', 'shop.example.com'],
  ['http://board.example.com', 'shop.example.com'],
  ['https://localhost.evil.example', 'localhost'],
  ['https://127.0.0.1.evil.example', '127.0.0.1'],
  ['file://', 'localhost'],
  ['chrome-extension://abcd', 'localhost'],
  ['ws://localhost:8000', 'localhost:8000'],
  ['http://localhost:3000, https://evil.example', 'localhost'],
])('the origin %p is refused where the host is %s', (origin, host) => {
  expect(check(origin, host)).toMatchObject({
    ...{ status: 403, code: 'THELOOK_ORIGIN', field: 'Origin', value: origin },
    allowed: expect.stringContaining('ALLOWED_ORIGINS'),
  });
});
