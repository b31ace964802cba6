/**
 * Leaves the live page of a running shop open and prints its memory once a minute:
 *
 *     node --conditions=@thelook/source --import tsx apps/e2e/src/dashboard-soak.ts [url] [minutes]
 *
 * The last line is `RESULT {json}`: memory after the first minute and at the end, and how much of it grew in an hour;
 * the page's own data apart from the code that the browser compiles.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser } from './browser.js';
import { DashboardPage } from './dashboard-page.js';
import { heapContents } from './heap-contents.js';

const [url = 'http://127.0.0.1:8000/?refresh=1', minutes = '60'] = process.argv.slice(2);

const browser = await launchBrowser();
try {
  const started = Date.now();
  const dashboard = await DashboardPage.open(browser, url);
  await dashboard.untilState('live');
  const firstFiguresMs = Date.now() - started;
  const debuggerSession = await dashboard.page.context().newCDPSession(dashboard.page);
  const lookAfter = async (minute: number) => {
    await sleep(started + minute * 60_000 - Date.now());
    const { data, code } = await heapContents(debuggerSession);
    process.stdout.write(`${minute} min  ${megabytes(data)} MB of data, ${megabytes(code)} MB of code\n`);
    return { data, code };
  };
  const first = await lookAfter(1);
  let last = first;
  for (let minute = 2; minute <= Number(minutes); minute += 1) last = await lookAfter(minute);
  const hours = Math.max(Number(minutes) - 1, 1) / 60;
  const result = {
    firstFiguresMs,
    firstMinuteBytes: first,
    lastBytes: last,
    grownBytesPerHour: {
      data: Math.round((last.data - first.data) / hours),
      code: Math.round((last.code - first.code) / hours),
    },
    errors: dashboard.errors,
  };
  process.stdout.write(`RESULT ${JSON.stringify(result)}\n`);
} finally {
  await browser.close();
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
