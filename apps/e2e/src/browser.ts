import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Where Chrome and Chromium are when somebody has installed them. */
const installed: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((root) =>
    join(process.env[root] ?? 'C:\\', 'Google\\Chrome\\Application\\chrome.exe'),
  ),
};

/** No browser to test with. */
export class NoBrowserError extends Error {
  readonly code = 'THELOOK_NO_BROWSER';

  constructor() {
    super(
      `No Chrome or Chromium was found on ${process.platform} ${process.arch}. Install Google Chrome or Chromium, ` +
        'or set CHROME_PATH to the program. (Linux x64 needs neither: there one comes with npm ci.)',
    );
    this.name = 'NoBrowserError';
  }
}

/**
 * A real browser without a window: CHROME_PATH, else an installed Chrome or Chromium, else on Linux x64 the one
 * inside the npm package `@sparticuz/chromium`.
 *
 * @throws {NoBrowserError} when there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  const found = [process.env['CHROME_PATH'], ...(installed[process.platform] ?? [])].find(
    (path) => path && existsSync(path),
  );
  // Chromium refuses to run as root with its sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  if (found) return chromium.launch({ executablePath: found, args });
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new NoBrowserError();
  const { default: packaged } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  // It brings a font along, for machines that have none.
  const env = { ...process.env, FONTCONFIG_PATH: join(tmpdir(), 'fonts') } as Record<string, string>;
  // Its place for shared memory may be as small as a container's default; the sandbox needs a setuid helper.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'], env });
}
