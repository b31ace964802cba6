import { createHostCheck } from '../../src/door/host-check.js';

const check = createHostCheck(['shop.example.com', '.shops.example']);

test.each([
  ...['127.0.0.1', '127.0.0.1:8000', '203.0.113.7', '[::1]', '[2001:db8::1]:8000', '[::ffff:127.0.0.1]'],
  ...[
    'localhost',
    'LocalHost:8000',
    'localhost.',
    'api:8000',
    'my_api',
    'shop.example.com',
    'SHOP.example.com.:443',
  ],
  ...['shops.example', 'one.shops.example', 'a.b.shops.example:8000'],
])('the host %s passes', (host) => {
  expect(check([host])).toBeUndefined();
});

test.each([
  ...[
    'evil.example',
    'evil.example:8000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'www.shop.example.com',
  ],
  ...[
    'notshops.example',
    'evilshop.example.com',
    'shop.example.com.evil.example',
    '127.1',
    '0x7f.0.0.1',
    '999.1.1.1',
  ],
  ...[
    '',
    ' ',
    '.',
    ':8000',
    'a b',
    'a@b',
    'localhost/evil.example',
    'localhost:port',
    'localhost:',
    '[::1',
    '[evil]',
  ],
  ...['::1', 'münchen', 'localhost\\@evil', 'a,b', 'localhost:8000:9000', '[127.0.0.1]'],
])('the host %p is refused', (host) => {
  expect(check([host])).toMatchObject({
    ...{ status: 421, code: 'THELOOK_HOST', field: 'Host', value: host },
    allowed: expect.stringContaining('ALLOWED_HOSTS'),
  });
});

test('none is refused, and so are two, whatever they are', () => {
  expect(check([])).toMatchObject({ code: 'THELOOK_HOST', value: '' });
  expect(check(['localhost', 'evil.example'])).toMatchObject({ value: 'localhost, evil.example' });
});
