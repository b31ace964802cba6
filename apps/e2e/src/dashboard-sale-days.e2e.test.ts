import { DashboardShop } from './dashboard-shop.js';

let shop: DashboardShop;

beforeAll(async () => {
  shop = await DashboardShop.start();
  await shop.generate(30);
}, 120_000);

afterAll(() => shop?.stop());
afterEach(() => shop.closePages());

test('the parts of the window on sale days are marked, and while it is one the page says so', async () => {
  const day = 86_400_000;
  await shop.passTime(600, '2026-03-01T00:00:00Z', 0);
  const before = await shop.passTime(120, '2026-11-30T12:00:00Z', 1_440);
  await shop.passTime(60, '2026-12-20T00:00:00Z', 0);
  // From now on half a minute of the last sale day of the year is left.
  const now = await shop.passTime(0, '2026-12-31T12:00:00Z', 1_440);
  const { page } = await shop.open('?refresh=1');
  const bands = page.getByRole('list', { name: 'Sale days in this window' }).getByRole('listitem');
  const tag = page.locator('[data-figure=sales]').getByText('Sale day');
  await tag.waitFor();
  const end = async (place: number, name: string) => Number(await bands.nth(place).getAttribute(name));
  const ends = async (place: number) => [await end(place, 'data-from'), await end(place, 'data-to')];
  await expect(ends(0)).resolves.toEqual([before, before + day / 2 / 1_440]);
  const [from = 0, to = 0] = await ends(1);
  expect(from).toBe(now);
  expect(to).toBeLessThanOrEqual(now + day / 2 / 1_440);
  await expect(bands.allInnerTexts()).resolves.toEqual([
    expect.stringMatching(/Sale.*from [\d:]+ to [\d:]+/s),
    expect.stringMatching(/Sale.*from [\d:]+ on/s),
  ]);
  await expect(page.locator('[data-figure=orders] .figure-spark-sale').count()).resolves.toBe(2);
  // When it is over nothing says that it is one, and the window still shows that it was.
  await tag.waitFor({ state: 'detached' });
  await expect(ends(1)).resolves.toEqual([now, now + day / 2 / 1_440]);
});
