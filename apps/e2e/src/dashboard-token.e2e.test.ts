import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { DashboardPage } from './dashboard-page.js';
import { RunningProcess, sourceFlags } from './running-process.js';

const TOKEN = 'correct-horse';

let browser: Browser;
let api: RunningProcess;
let origin: string;
let dashboard: DashboardPage;

beforeAll(async () => {
  browser = await launchBrowser();
  // Without a database: the page is let in, or not, before anything is asked of it.
  api = new RunningProcess(process.execPath, [...sourceFlags, 'apps/api/src/main.ts'], {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    PORT: '0',
    LOG_FORMAT: 'json',
    PAGE_DIR: process.env['THELOOK_TEST_PAGE_DIR']!,
    AUTH_TOKEN: `another,${TOKEN}`,
  });
  [, origin = ''] = await api.untilOutput(/"url":"([^"]+)".*"listening"/);
  dashboard = await DashboardPage.open(browser, origin);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await api?.end();
});

test('the page asks for a token, says when it is the wrong one, and goes on with the right one', async () => {
  const { page } = dashboard;
  await dashboard.untilState('locked');
  const field = page.getByLabel('Token', { exact: true });
  const button = page.getByRole('button', { name: 'Show the sales' });
  await field.waitFor();
  await expect(button.isDisabled()).resolves.toBe(true);
  await expect(page.locator('.figures, .empty').count()).resolves.toBe(0);

  await field.fill('wrong');
  await field.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'That token is not let in' }).waitFor();

  await field.fill(` ${TOKEN} `);
  await button.click();
  await dashboard.untilState('database-lost');
  await expect(field.count()).resolves.toBe(0);
});

test('the token holds for the tab, in no address, and not for the next tab', async () => {
  const { page, requested } = dashboard;
  await page.reload();
  await dashboard.untilState('database-lost');
  expect(requested.filter((url) => url.includes(TOKEN) || url.includes('wrong'))).toEqual([]);
  expect(requested.some((url) => url.startsWith('ws:'))).toBe(true);
  await expect(page.evaluate('document.cookie + JSON.stringify(localStorage)')).resolves.toBe('{}');
  const other = await DashboardPage.open(browser, origin);
  await other.untilState('locked');
});

test('nothing of the form goes against the rules that the page sets itself', () => {
  // The browser counts an answer of 401 as an error of the page; a rule of its own would be another one.
  expect(dashboard.errors.filter((error) => !/401|HTTP Authentication failed/.test(error))).toEqual([]);
});
