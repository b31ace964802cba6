import {
  BinariesMissingError,
  DataDirectoryError,
  fromReport,
  HomeFolderError,
  ServerStartError,
  toReport,
  UnprivilegedUserError,
  UnsupportedPlatformError,
} from '../src/errors.js';

test.each([
  new UnsupportedPlatformError('a'),
  new BinariesMissingError('b'),
  new DataDirectoryError('c'),
  new UnprivilegedUserError('d'),
  new HomeFolderError('e'),
  new ServerStartError('f'),
])('$name arrives as what it was at the other end of the socket', (error) => {
  const arrived = fromReport(JSON.parse(JSON.stringify(toReport(error))) as ReturnType<typeof toReport>);
  expect(arrived).toBeInstanceOf(error.constructor);
  expect([arrived.name, arrived.code, arrived.message]).toEqual([error.name, error.code, error.message]);
});

test('an error that is not ours arrives as a failed start that tells where it came from', () => {
  const arrived = fromReport(toReport(new TypeError('surprise')));
  expect(arrived).toBeInstanceOf(ServerStartError);
  expect(arrived.message).toMatch(/TypeError: surprise\n.*errors\.test\.ts/);
});
