/** How the page writes numbers, money and times: one formatter each, made once. */
export interface NumberFormat {
  /** `$18,245.60` */
  money(dollars: number): string;
  /** The same in two parts, so that the cents can be set smaller: `$18,245` and `.60`. */
  moneyParts(dollars: number): { whole: string; cents: string };
  /** `$18,246` */
  wholeMoney(dollars: number): string;
  /** `$18.2K` */
  shortMoney(dollars: number): string;
  /** `1,204` */
  count(number: number): string;
  /** A ratio: `1.8`. */
  ratio(number: number): string;
  /** A share of one: `34%`; `<1%` for what is more than nothing and would be none. */
  share(fraction: number): string;
  /** A change: `+12%`, `−3%`. */
  change(fraction: number): string;
  /** `12:03:05`, the reader's own time. */
  time(epochMs: number): string;
  /** `12:03` */
  shortTime(epochMs: number): string;
  /** `3 s` */
  seconds(seconds: number): string;
}

/**
 * The first language of the reader's list that Intl understands. Browsers on some systems report things like
 * `en-US@posix`, which would make every formatter throw.
 *
 * @example
 * firstUsableLocale(['en-US@posix', 'de-DE']); // 'de-DE'
 */
export function firstUsableLocale(languages: readonly string[]): string {
  return languages.find(isLocale) ?? 'en-US';
}

function isLocale(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}

/**
 * Formatters of one language; the shop's currency is the US dollar everywhere.
 *
 * @param timeZone for tests; the reader's own by default.
 * @example
 * createNumberFormat('en-US').money(1234.5); // '$1,234.50'
 */
export function createNumberFormat(locale: string, timeZone?: string): NumberFormat {
  const usd = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const;
  const money = new Intl.NumberFormat(locale, usd);
  const short = new Intl.NumberFormat(locale, {
    ...usd,
    notation: 'compact',
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  });
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const whole = new Intl.NumberFormat(locale, { ...usd, maximumFractionDigits: 0 });
  const ratio = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const change = new Intl.NumberFormat(locale, {
    ...{ style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' },
  });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const time = new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit' });
  const shortTime = new Intl.DateTimeFormat(locale, clock);
  const seconds = new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'narrow' });
  return {
    money: (dollars) => money.format(dollars),
    moneyParts(dollars) {
      const parts = money.formatToParts(dollars);
      const point = parts.findIndex(({ type }) => type === 'decimal');
      const text = (from: number, to?: number) =>
        parts
          .slice(from, to)
          .map(({ value }) => value)
          .join('');
      return { whole: text(0, point), cents: text(point) };
    },
    wholeMoney: (dollars) => whole.format(dollars),
    shortMoney: (dollars) => short.format(dollars),
    count: (number) => count.format(number),
    ratio: (number) => ratio.format(number),
    share: (fraction) =>
      fraction > 0 && fraction < 0.005 ? `<${share.format(0.01)}` : share.format(fraction),
    change: (fraction) => change.format(fraction),
    time: (epochMs) => time.format(epochMs),
    shortTime: (epochMs) => shortTime.format(epochMs),
    seconds: (number) => seconds.format(number),
  };
}
