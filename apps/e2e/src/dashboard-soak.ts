/**
 * Leaves the live page of a running shop open and prints its memory once a minute:
 *
 *     node --conditions=@thelook/source --import tsx apps/e2e/src/dashboard-soak.ts [url] [minutes]
 *
 * The last line is `RESULT {json}`: memory after the first minute and at the end, and how much it grew in an hour.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser } from './browser.js';
import { DashboardPage } from './dashboard-page.js';

const [url = 'http://127.0.0.1:8000/?refresh=1', minutes = '60'] = process.argv.slice(2);

const browser = await launchBrowser();
try {
  const started = Date.now();
  const dashboard = await DashboardPage.open(browser, url);
  await dashboard.untilState('live');
  const firstFiguresMs = Date.now() - started;
  const debuggerSession = await dashboard.page.context().newCDPSession(dashboard.page);
  /** What is in use once all that can go is gone. */
  const usedBytes = async (): Promise<number> => {
    await debuggerSession.send('HeapProfiler.collectGarbage');
    return (await debuggerSession.send('Runtime.getHeapUsage')).usedSize;
  };
  const used: number[] = [];
  for (let minute = 1; minute <= Number(minutes); minute += 1) {
    await sleep(60_000);
    used.push(await usedBytes());
    process.stdout.write(`${minute} min  ${(used.at(-1)! / 1e6).toFixed(2)} MB\n`);
  }
  const [first = 0] = used;
  const last = used.at(-1) ?? first;
  const hours = Math.max(used.length - 1, 1) / 60;
  const result = {
    firstFiguresMs,
    firstMinuteBytes: first,
    lastBytes: last,
    grownBytesPerHour: Math.round((last - first) / hours),
    errors: dashboard.errors,
  };
  process.stdout.write(`RESULT ${JSON.stringify(result)}\n`);
} finally {
  await browser.close();
}
