import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { seriousViolations } from './accessibility.js';
import type { DashboardPage } from './dashboard-page.js';
import { DashboardShop, pageDir } from './dashboard-shop.js';
import { textCollisions } from './text-collisions.js';

let shop: DashboardShop;
let dashboard: DashboardPage;

beforeAll(async () => {
  shop = await DashboardShop.start();
  await shop.generate(60);
  // A sale day, for what that adds to the page.
  await shop.passTime(40, '2026-12-26T00:00:00Z', 0);
}, 120_000);

afterAll(() => shop?.stop());
afterEach(() => shop.closePages());

test.each([
  ['light', { colorScheme: 'light' }, ''],
  ['dark, filtered', { colorScheme: 'dark' }, '?country=China'],
  ['a phone', { width: 390, height: 844 }, ''],
  ['empty', {}, '?country=Nowhere'],
  ['a wall', { width: 1_920, height: 1_080, colorScheme: 'dark' }, '?preset=wall'],
] as const)('axe finds nothing serious: %s', async (_name, screen, query) => {
  dashboard = await shop.open(query, screen);
  await dashboard.untilState('live');
  await expect(seriousViolations(dashboard)).resolves.toEqual([]);
});

test('colours follow the system until the switch says otherwise', async () => {
  dashboard = await shop.open('', { colorScheme: 'dark' });
  const { page } = dashboard;
  const paper = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
  const dark = await paper();
  await page.locator('[data-choice=Theme] label', { hasText: 'Light' }).click();
  const light = await paper();
  expect(light).not.toBe(dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('[data-choice=Theme] label', { hasText: 'Dark' }).click();
  await expect(paper()).resolves.toBe(dark);
  await page.locator('[data-choice=Theme] label', { hasText: 'Auto' }).click();
  await expect(paper()).resolves.toBe(light);
});

/** Whether the line is on its way just after the next refresh; runs in the browser. */
const isLineMoving = `new Promise((resolve) => {
  const canvas = document.querySelector('.sales-line canvas');
  const after = (frames, then) => requestAnimationFrame(() => (frames > 1 ? after(frames - 1, then) : then()));
  new MutationObserver((_changes, observer) => {
    observer.disconnect();
    after(3, () => {
      const first = canvas.toDataURL();
      after(6, () => resolve(canvas.toDataURL() !== first));
    });
  }).observe(document.querySelector('[data-at]'), { attributeFilter: ['data-at'] });
})`;

test.each([
  ['moves', 'no-preference'],
  ['stands still for those who want that', 'reduce'],
] as const)('from one refresh to the next, the line %s', async (name, reducedMotion) => {
  dashboard = await shop.open();
  await dashboard.page.emulateMedia({ reducedMotion });
  await dashboard.untilState('live');
  await dashboard.untilStill();
  await expect(dashboard.page.evaluate(isLineMoving)).resolves.toBe(name === 'moves');
});

test('every switch can be reached and set with the keyboard alone', async () => {
  dashboard = await shop.open();
  await dashboard.untilState('live');
  const { keyboard } = dashboard.page;
  await keyboard.press('Tab');
  await keyboard.press('ArrowRight');
  await dashboard.page.waitForURL('**/?preset=operations');
  await keyboard.press('Tab');
  await keyboard.press('ArrowRight');
  await dashboard.page.waitForURL('**/?preset=operations&window=15');
  await keyboard.press('Tab');
  await keyboard.press('ArrowLeft');
  await dashboard.page.waitForURL('**/?preset=operations&window=15&refresh=1');
  await keyboard.press('Tab');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await dashboard.page.waitForURL('**/?preset=operations&window=15&refresh=1&theme=dark');
  await keyboard.press('Tab');
  await keyboard.press('Space');
  await dashboard.untilState('paused');
});

const inter = font('@fontsource/inter/files/inter-latin-600-normal.woff2');
const fonts = [
  ['of this machine', []],
  // As good as the widest that systems have; its digits are wider than those of most.
  ['DejaVu', [font('@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff2')]],
  [
    'Inter, and Noto for Japanese',
    [inter, font('@fontsource/noto-sans-jp/files/noto-sans-jp-japanese-400-normal.woff2')],
  ],
] as const;

function font(path: string): string {
  return createRequire(import.meta.url).resolve(path);
}

/** Sets the page in these files, whatever the system has. */
async function setIn({ page }: DashboardPage, files: readonly string[]): Promise<void> {
  const faces = files.map(async (file, index) => {
    await page.route(`**/fonts/${index}.woff2`, (route) => route.fulfill({ path: file }));
    return `@font-face { font-family: 'Set ${index}'; src: url('/fonts/${index}.woff2'); }`;
  });
  const content = (await Promise.all(faces)).join('\n');
  const families = files.map((_file, index) => `'Set ${index}'`).join(', ');
  if (files.length > 0) {
    await page.addStyleTag({ content: `${content} :root { --font: ${families}, sans-serif !important; }` });
  }
  await page.evaluate('document.fonts.ready');
}

const widths = [...([320, 390, 768, 1280, 1440] as const), ...([2_560, 3_840] as const)];

test.each(fonts)(
  'nothing lies over anything, whatever the amounts and names: font %s',
  async (_name, files) => {
    await sellTheDearest();
    dashboard = await shop.open('?window=60&country=China', { bypassCSP: true });
    await dashboard.untilState('live');
    const { page } = dashboard;
    await setIn(dashboard, files);
    await dashboard.page.locator('.world').waitFor();
    await page.locator('.sale-name').waitFor();
    await page.locator('[data-list=stock] li').nth(4).waitFor();
    await expect(page.locator('[data-figure=sales] [data-value]').innerText()).resolves.toBe(
      '$999,999,999.99',
    );
    const collisions: string[] = [];
    for (const preset of ['Overview', 'Operations', 'Wall']) {
      // The switch may be far down on a phone.
      await page.setViewportSize({ width: 1_440, height: 900 });
      await page.locator('[data-choice=Page] label', { hasText: preset }).click();
      for (const width of widths) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({
            width,
            height: Math.round(width < 1_000 ? width * 2 : width * 0.5625),
          });
          const { words, found } = await textCollisions(dashboard);
          expect(words).toBeGreaterThan(40);
          collisions.push(...found.map((what) => `${preset} ${width} ${colorScheme}: ${what}`));
        }
      }
    }
    expect(collisions).toEqual([]);
  },
);

/** Brings what is sold in China to the dearest that the page has to hold, under names of several scripts. */
async function sellTheDearest(): Promise<void> {
  await shop.sql.query(`
    update ecommerce.products set name = case id % 3
        when 0 then 'ウールブレンドのロングコート、ネイビー、二重ボタン、裏地付き'
        when 1 then 'معطف طويل من الصوف الأزرق الداكن بأزرار مزدوجة'
        else 'Donaudampfschifffahrtsgesellschaftskapitänsmützenüberzug aus Wolle' end,
      brand = 'Ermenegildo & Søns of Llanfairpwllgwyngyll'
    where id in (select product_id from ecommerce.order_items)`);
  await shop.sql.query(`
    update ecommerce.inventory_items set sold_at = now()
    where sold_at is null and product_id in (select product_id from ecommerce.order_items)`);
  await shop.sql.query(`
    with sold as (select coalesce(sum(sale_price), 0) as sum from ecommerce.order_items i
        join ecommerce.users u on u.id = i.user_id
        where u.country = 'China' and i.created_at > now() - interval '59 minutes'),
      one as (select i.* from ecommerce.order_items i join ecommerce.users u on u.id = i.user_id
        where u.country = 'China' limit 1)
    insert into ecommerce.order_items (id, order_id, user_id, product_id, inventory_item_id, status, created_at, sale_price)
    select gen_random_uuid(), gen_random_uuid(), user_id, product_id, inventory_item_id, 'Processing', now(),
        999999999.99 - sold.sum from one, sold where sold.sum < 999999999.99`);
}

test.each([
  ['a small laptop', 1_280, 720],
  ['a full screen', 1_920, 1_080],
  ['a large wall', 3_840, 2_160],
])('on a wall, %s shows all panels without scrolling', async (_name, width, height) => {
  dashboard = await shop.open('?preset=wall&window=60', { width, height });
  const { page } = dashboard;
  await dashboard.untilState('live');
  await page.locator('.world').waitFor();
  await expect(
    page.evaluate('[document.documentElement.scrollWidth, document.documentElement.scrollHeight]'),
  ).resolves.toEqual([width, height]);
  // No panel hides a part of itself either.
  const hidden = await page.evaluate(
    `[...document.querySelectorAll('.panel')].filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1)
      .map(({ className }) => className)`,
  );
  expect(hidden).toEqual([]);
  await expect(page.locator('.panel').count()).resolves.toBe(5);
});

test('a wide page, and a narrow one, do not scroll sideways, and show something', async () => {
  for (const [width, height] of [
    [390, 844],
    [2_560, 1_440],
  ] as const) {
    dashboard = await shop.open('', { width, height });
    await dashboard.untilState('live');
    await expect(dashboard.page.evaluate('document.documentElement.scrollWidth')).resolves.toBe(width);
    const picture = await dashboard.page.screenshot({ fullPage: true });
    // A page of one colour makes a picture of a few kilobytes.
    expect(picture.length).toBeGreaterThan(20_000);
  }
});

test('nothing moves aside when the first sale fills an empty window', async () => {
  dashboard = await shop.open('?country=Nowhere&preset=wall');
  await dashboard.untilState('live');
  const { page } = dashboard;
  await page.locator('.world').waitFor();
  const places = () =>
    page.evaluate(
      `[...document.querySelectorAll('.panel')].map((panel) => JSON.stringify(panel.getBoundingClientRect()))`,
    );
  await page.locator('.empty').waitFor();
  const empty = await places();
  await page.getByRole('button', { name: 'Remove filter Country Nowhere' }).click();
  await page.locator('.empty').waitFor({ state: 'detached' });
  await expect(places()).resolves.toEqual(empty);
});

test('the JavaScript that is shipped weighs less than 420 kB, and the map comes after the figures', async () => {
  dashboard = await shop.open();
  const assets = join(pageDir, 'assets');
  const files = (await readdir(assets)).filter((file) => file.endsWith('.js.gz'));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(assets, file))).size));
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(420_000);
  await dashboard.page.locator('.world').waitFor();
  const scripts = dashboard.requested.filter((url) => url.endsWith('.js'));
  expect(scripts.at(0)).toMatch(/index-/);
  expect(scripts.at(-1)).toMatch(/world-map-/);
});
