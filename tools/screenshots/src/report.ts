/** Takes the picture of the page of `datagen verify --report` for docs/: of a history in a throw-away database. */
import { startThrowawayServer } from '@thelook/embedded-postgres';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from '../../../apps/e2e/src/browser.js';
import { RunningProcess, sourceFlags, workspaceRoot } from '../../../apps/e2e/src/running-process.js';

const history = ['--users=20000', '--seed=11', '--conversion=.2', '--pattern=yearly', '--until=2026-11-01'];

const server = await startThrowawayServer();
const folder = await mkdtemp(join(tmpdir(), 'thelook-report-'));
const browser = await launchBrowser();
try {
  const { url } = await server.createDatabase();
  const file = join(folder, 'report.html');
  await datagen(url, ['backfill', ...history, '--quiet']);
  await datagen(url, ['verify', `--report=${file}`]);
  const page = await browser.newPage({ viewport: { width: 1500, height: 1200 } });
  await page.goto(pathToFileURL(file).href);
  const plots = page.locator('main');
  await plots.screenshot({ path: join(workspaceRoot, 'docs/screenshots/report.png') });
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
  await server.stop();
}

async function datagen(url: string, flags: readonly string[]): Promise<void> {
  const running = new RunningProcess(
    process.execPath,
    [...sourceFlags, 'apps/datagen/src/main.ts', ...flags],
    {
      DATABASE_URL: url,
    },
  );
  if ((await running.exit()) !== 0) throw new Error(running.output);
}
