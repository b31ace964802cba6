/**
 * Takes the pictures of the live page that the README shows: a throw-away database, a living shop that has been open for
 * some years, the api and a real browser. Everything is gone afterwards but docs/screenshots/.
 */
import { startThrowawayServer } from '@thelook/embedded-postgres';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../apps/e2e/src/browser.js';
import { DashboardPage } from '../../../apps/e2e/src/dashboard-page.js';
import { nx, RunningProcess, sourceFlags, workspaceRoot } from '../../../apps/e2e/src/running-process.js';
import { freePort } from '../../../apps/e2e/src/scratch.js';

interface Picture {
  file: string;
  query: string;
  screen: { width: number; height: number; colorScheme: 'light' | 'dark' };
  /** Whether all of the page is in it, however far down that goes. */
  isWhole?: boolean;
}

const laptop = { width: 1440, height: 900 };

const pictures: readonly Picture[] = [
  { file: 'light.png', query: '?refresh=1&window=1', screen: { ...laptop, colorScheme: 'light' } },
  { file: 'dark.png', query: '?refresh=1&window=1', screen: { ...laptop, colorScheme: 'dark' } },
  {
    file: 'filtered.png',
    query: '?refresh=1&window=1&country=China&country=Brasil',
    screen: { ...laptop, colorScheme: 'light' },
  },
  {
    file: 'operations.png',
    query: '?refresh=1&window=1&preset=operations',
    screen: { ...laptop, colorScheme: 'light' },
    isWhole: true,
  },
  {
    file: 'phone.png',
    query: '?refresh=1&window=1',
    screen: { width: 390, height: 844, colorScheme: 'light' },
  },
  {
    file: 'wall.png',
    query: '?refresh=1&window=1&preset=wall',
    screen: { width: 1920, height: 1080, colorScheme: 'dark' },
  },
];

const SHOPPERS = 4_000;
/** Six days of the shop a minute: Black Friday comes once there is a minute before to compare with, and lasts for a while. */
const SPEED = 8_640;
const UNTIL = '2025-11-13';
const shopFlags = ['--conversion=.2', '--seed=12', '--quiet'];

/** Whether a page has what pictures are to show; runs in the browser. */
const isTelling = `Number(document.querySelector('[data-figure=orders] [data-before]')?.dataset.before) > 50
  && [...document.querySelectorAll('.sale-band')].some(({ dataset }) => dataset.to - dataset.from > 12_000)`;

/** What has to end, the last started first. */
const endings: (() => Promise<void>)[] = [];
try {
  await takePictures();
} finally {
  for (const end of endings.reverse()) await end();
}

async function takePictures(): Promise<void> {
  const server = await startThrowawayServer();
  endings.push(() => server.stop());
  const database = await server.createDatabase();
  const browser = await launchBrowser();
  endings.push(() => browser.close());
  const port = await freePort();
  const env = { DATABASE_URL: database.url, PORT: String(port) };

  await finished(new RunningProcess(nx, ['run', 'dashboard:build'], {}));
  // Of a shop with a past: parcels are on their way, and customers come back.
  await finished(datagen(env, ['backfill', `--users=${SHOPPERS}`, `--until=${UNTIL}`, ...shopFlags]));
  const api = new RunningProcess(process.execPath, [...sourceFlags, 'apps/api/src/main.ts'], env);
  endings.push(() => stop(api));
  await api.untilOutput(/listening/);
  const shop = datagen(env, ['--rate=4', `--speed=${SPEED}`, ...shopFlags]);
  endings.push(() => stop(shop));
  await untilCompared(browser, port);

  for (const { file, query, screen, isWhole = false } of pictures) {
    const dashboard = await DashboardPage.open(browser, `http://127.0.0.1:${port}/${query}`, screen);
    // Nothing is caught on its way from one place to another.
    await dashboard.page.emulateMedia({ reducedMotion: 'reduce' });
    await dashboard.untilState('live');
    await dashboard.page.locator('.world, .funnel').first().waitFor();
    await dashboard.page.screenshot({
      path: join(workspaceRoot, 'docs/screenshots', file),
      animations: 'disabled',
      fullPage: isWhole,
    });
    await dashboard.page.close();
    process.stdout.write(`docs/screenshots/${file}\n`);
  }
}

function datagen(env: NodeJS.ProcessEnv, flags: readonly string[]): RunningProcess {
  return new RunningProcess(process.execPath, [...sourceFlags, 'apps/datagen/src/main.ts', ...flags], env);
}

/**
 * Keeps a page of each view open until it has a window before to compare with, since the api counts while somebody looks,
 * and a sale day.
 */
async function untilCompared(browser: Browser, port: number): Promise<void> {
  const views = new Set(pictures.map(({ query }) => query.replace(/&preset=\w+/, '')));
  const pages = [...views].map(async (query) => {
    const dashboard = await DashboardPage.open(browser, `http://127.0.0.1:${port}/${query}`);
    const { page } = dashboard;
    endings.push(() => page.close());
    await dashboard.untilState('live');
    while (!(await page.evaluate<boolean>(isTelling))) {
      const { at } = await dashboard.figures();
      await dashboard.untilFigures((figures) => figures.at > at);
    }
  });
  await Promise.all(pages);
}

async function finished(running: RunningProcess): Promise<void> {
  if ((await running.exit()) !== 0) throw new Error(running.output);
}

async function stop(running: RunningProcess): Promise<void> {
  running.signal('SIGTERM');
  await running.exit();
}
