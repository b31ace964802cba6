/**
 * Takes the pictures of the live page that the README shows: a throw-away database, a shop with a busy quarter of an
 * hour behind it, the api and a real browser. Everything is gone afterwards but docs/screenshots/.
 */
import { startThrowawayServer } from '@thelook/embedded-postgres';
import { join } from 'node:path';
import pg from 'pg';
import { launchBrowser } from '../../../apps/e2e/src/browser.js';
import { DashboardPage } from '../../../apps/e2e/src/dashboard-page.js';
import { nx, RunningProcess, sourceFlags, workspaceRoot } from '../../../apps/e2e/src/running-process.js';
import { freePort } from '../../../apps/e2e/src/scratch.js';

interface Picture {
  file: string;
  query: string;
  screen: { width: number; height: number; colorScheme: 'light' | 'dark' };
}

const laptop = { width: 1440, height: 900 };

const pictures: readonly Picture[] = [
  { file: 'light.png', query: '?refresh=1', screen: { ...laptop, colorScheme: 'light' } },
  { file: 'dark.png', query: '?refresh=1', screen: { ...laptop, colorScheme: 'dark' } },
  {
    file: 'filtered.png',
    query: '?refresh=1&window=15&country=China&country=Brasil',
    screen: { ...laptop, colorScheme: 'light' },
  },
  {
    file: 'phone.png',
    query: '?refresh=1',
    screen: { width: 390, height: 844, colorScheme: 'light' },
  },
  {
    file: 'wall.png',
    query: '?refresh=1&window=15',
    screen: { width: 2560, height: 1440, colorScheme: 'dark' },
  },
];

const SHOPPERS = 900;

/** Gives the sales of the last seconds the times that they would have had over a quarter of an hour. */
const spread = `
  update ecommerce.order_items i set created_at = now() - interval '15 minutes' * o.age
    from (select order_id, random() as age from ecommerce.orders) o where o.order_id = i.order_id`;

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
  await finished(datagen(env, [`--max-iter=${SHOPPERS}`, '--wait-for=0', '--seed=11', '--quiet']));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(spread);
  await client.end();

  const api = new RunningProcess(process.execPath, [...sourceFlags, 'apps/api/src/main.ts'], env);
  endings.push(() => stop(api));
  await api.untilOutput(/listening/);
  const shop = datagen(env, ['--wait-for=1', '--seed=12', '--quiet']);
  endings.push(() => stop(shop));

  for (const { file, query, screen } of pictures) {
    const dashboard = await DashboardPage.open(browser, `http://127.0.0.1:${port}/${query}`, screen);
    // Nothing is caught on its way from one place to another.
    await dashboard.page.emulateMedia({ reducedMotion: 'reduce' });
    await dashboard.untilState('live');
    // A change needs two refreshes.
    await dashboard.page.locator('[data-figure=orders] [data-direction=up]').waitFor();
    await dashboard.page.screenshot({
      path: join(workspaceRoot, 'docs/screenshots', file),
      animations: 'disabled',
    });
    await dashboard.page.close();
    process.stdout.write(`docs/screenshots/${file}\n`);
  }
}

function datagen(env: NodeJS.ProcessEnv, flags: readonly string[]): RunningProcess {
  return new RunningProcess(process.execPath, [...sourceFlags, 'apps/datagen/src/main.ts', ...flags], env);
}

async function finished(running: RunningProcess): Promise<void> {
  if ((await running.exit()) !== 0) throw new Error(running.output);
}

async function stop(running: RunningProcess): Promise<void> {
  running.signal('SIGTERM');
  await running.exit();
}
