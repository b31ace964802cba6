import type { Browser, Locator, Page } from 'playwright-core';

/** The figures on the page, all of one moment. Groups are dollars by key. */
export interface PageFigures {
  /** The database's clock when they were counted, milliseconds since 1970. */
  at: number;
  orders: number;
  items: number;
  sales: number;
  margin: number;
  averageOrder: number;
  itemsPerOrder: number;
  /** What the line adds up to. */
  lineSum: number;
  /** What total sales look like. */
  salesText: string;
  by_country: Record<string, number>;
  by_traffic_source: Record<string, number>;
  by_category: Record<string, number>;
  by_department: Record<string, number>;
  by_customer: Record<string, number>;
  by_age: Record<string, number>;
  /** Items, not dollars. */
  by_status: Record<string, number>;
  /** Orders, not dollars. */
  orders_by_status: Record<string, number>;
  top_brands: Record<string, number>;
  /** By the products' ids. */
  top_products: Record<string, number>;
}

/** What a reader sits at. */
export interface Screen {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
}

/** Runs in the browser in one go, so that no refresh can come in between. */
const readFigures = `(() => {
  const figure = (name) => document.querySelector('[data-figure=' + name + '] > [data-value]');
  const value = (name) => Number(figure(name).dataset.value);
  const marked = (selector, attribute) => Object.fromEntries(
    [...document.querySelectorAll(selector + ' [data-key]:not([data-other=true])')].map(
      ({ dataset }) => [dataset.key, Number(dataset[attribute])]));
  const bars = (dimension, attribute) => marked('[data-dimension=' + dimension + ']', attribute);
  return {
    at: Number(document.querySelector('[data-at]').dataset.at),
    orders: value('orders'), items: value('items'), sales: value('sales'), margin: value('margin'),
    averageOrder: value('averageOrder'), itemsPerOrder: value('itemsPerOrder'),
    lineSum: Number(document.querySelector('[data-sum]').dataset.sum),
    salesText: figure('sales').textContent,
    by_country: bars('country', 'sales'), by_traffic_source: bars('traffic_source', 'sales'),
    by_category: bars('category', 'sales'), by_department: bars('department', 'sales'),
    by_customer: bars('customer', 'sales'), by_age: bars('age', 'sales'),
    by_status: bars('status', 'items'), orders_by_status: bars('status', 'orders'),
    top_brands: bars('brand', 'sales'), top_products: marked('[data-list=products]', 'sales'),
  };
})()`;

/** The live page in a browser, with everything that went wrong in it. */
export class DashboardPage {
  /** Errors of the console and of scripts. */
  readonly errors: string[] = [];
  /** Every address that something was asked of, WebSockets included. */
  readonly requested: string[] = [];
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('request', (request) => this.requested.push(request.url()));
    page.on('websocket', (socket) => this.requested.push(socket.url()));
  }

  /** Opens an address as a reader with this screen does. */
  static async open(
    browser: Browser,
    url: string,
    screen: Screen & { bypassCSP?: boolean } = {},
  ): Promise<DashboardPage> {
    const { width = 1440, height = 900, colorScheme = 'light', bypassCSP = false } = screen;
    const viewport = { width, height };
    const page = await browser.newPage({ viewport, colorScheme, bypassCSP, locale: 'en-US' });
    const dashboard = new DashboardPage(page);
    await page.goto(url);
    return dashboard;
  }

  figures(): Promise<PageFigures> {
    return this.page.evaluate<PageFigures>(readFigures);
  }

  /** Resolves once the connection is in this state and, when it is live, there are figures. */
  async untilState(state: string): Promise<void> {
    await this.page.locator(`.connection[data-state="${state}"]`).waitFor();
    if (state === 'live') await this.page.locator('[data-at]').waitFor();
  }

  /** Resolves with the figures once they satisfy the condition. */
  async untilFigures(condition: (figures: PageFigures) => boolean): Promise<PageFigures> {
    for (;;) {
      const figures = await this.figures();
      if (condition(figures)) return figures;
      await this.page.locator(`[data-at]:not([data-at="${figures.at}"])`).waitFor();
    }
  }

  /** Resolves once nothing on the page moves or fades: until then its colours are none that a reader stays with. */
  async untilStill(): Promise<void> {
    await this.page.evaluate(
      `new Promise((resolve) => {
        const look = () => (document.getAnimations().length > 0 ? requestAnimationFrame(look) : resolve());
        look();
      })`,
    );
  }

  bar(dimension: string, key: string): Locator {
    return this.page.locator(`[data-dimension="${dimension}"] [data-key="${key}"]`);
  }

  /** Unfolds the bars that the page folds away. */
  async showAllBars(): Promise<void> {
    const folded = this.page.getByRole('button', { name: /^\d+ more$/ });
    while ((await folded.count()) > 0) await folded.first().click();
  }
}
