import type { Catalogue } from '@thelook/models';
import type { Figure } from '../report.js';
import { companionsFigures } from './companions.js';
import { foresight, type DeliveredItem } from '../../../../libs/models/test/living/foreseen-returns.js';
import { Part, type Ledger } from './ledger.js';

const within = (name: string, value: number, atLeast?: number, atMost?: number): Figure => ({
  name,
  value,
  unit: '',
  atLeast,
  atMost,
});

/** Every figure of the living shop that lives without a database show. */
export function measure(ledger: Ledger, catalogue: Catalogue): Figure[] {
  const { visits, carts, cartsLeft, second, third, further, cancelled, onSale } = ledger;
  return [
    within('orders a visit', visits.share),
    within('carts a visit', carts.share),
    within('carts left', cartsLeft.share, 0.7, 0.76),
    ...[...ledger.bySource].map(([source, part]) =>
      within(
        `orders a visit from ${source} to the mean`,
        part.share / visits.share,
        source === 'Email' ? 1.3 : undefined,
        source === 'Display' ? 0.5 : undefined,
      ),
    ),
    within('second order within 365 days', second.share, 0.24, 0.28),
    within('third after a second', third.share, 0.63, 0.67),
    within('any further', further.share, 0.73, 0.77),
    within('revenue of the best 5 % of customers', bestCustomers(ledger), 0.25, 0.35),
    ...retention(ledger),
    ...popularity(ledger, catalogue),
    ...companionsFigures(ledger, catalogue),
    ...returns(ledger.delivered),
    within('ROC-AUC of returns, on the half that was not trained on', foreseen(ledger), 0.62),
    within('cancelled', cancelled.share, 0.03, 0.05),
    within('hours to the door before Christmas to those otherwise', christmas(ledger), 1.05),
    within('on sale on common days', onSale.common.share, 0.04, 0.07),
    within('on sale on sale days', onSale.sale.share, 0.27, 0.33),
    ...seasons(ledger),
    ...rhythm(ledger),
    ...growth(ledger),
  ];
}

function bestCustomers({ spent }: Ledger): number {
  const sorted = spent.toSorted((one, other) => other - one);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return sum(sorted.slice(0, Math.floor(sorted.length * 0.05))) / sum(sorted);
}

function retention({ ordersByAge, buyersByAge }: Ledger): Figure[] {
  const share = (month: number): number => ordersByAge.of(month) / buyersByAge.of(month);
  return [1, 2, 3, 4, 5, 6].map((month) =>
    within(
      `customers who buy in month ${month}`,
      share(month),
      undefined,
      month > 1 ? share(month - 1) : undefined,
    ),
  );
}

function popularity({ soldOf }: Ledger, { products }: Catalogue): Figure[] {
  const sorted = soldOf.sorted.map(([, sold]) => sold);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const all = sum(sorted);
  return [
    within('items a product', all / products.length),
    within('items of the best 20 % of products', sum(sorted.slice(0, products.length / 5)) / all, 0.65, 0.75),
  ];
}

function returns(delivered: readonly DeliveredItem[]): Figure[] {
  const share = (name: string, is: (item: DeliveredItem) => boolean, from?: number, to?: number): Figure => {
    const part = new Part();
    for (const item of delivered) if (is(item)) part.add(item.returned);
    return within(name, part.share, from, to);
  };
  const of = (...categories: string[]) => {
    return (item: DeliveredItem): boolean => categories.includes(item.category);
  };
  const ratio = (name: string, is: (item: DeliveredItem) => boolean, from: number, to: number): Figure => {
    const yes = share('', is).value;
    const no = share('', (item) => !is(item)).value;
    return within(name, yes / no, from, to);
  };
  return [
    share('delivered items that come back', () => true, 0.2, 0.3),
    share('  dresses', of('Dresses'), 0.29, 0.33),
    share('  jeans', of('Jeans'), 0.27, 0.31),
    share('  swim', of('Swim'), 0.25, 0.29),
    share('  coats', of('Outerwear & Coats'), 0.22, 0.26),
    share('  basics', of('Socks', 'Socks & Hosiery', 'Underwear', 'Intimates'), 0.115, 0.145),
    ratio('  on sale to others', ({ onSale }) => onSale, 1.25, 1.45),
    ratio('  late to others', ({ late }) => late, 1.1, 2),
    share(
      '  of who sent back everything before',
      (item) => item.earlier > 0 && item.earlierReturned === item.earlier,
    ),
    share('  of who sent nothing back before', (item) => item.earlier > 0 && item.earlierReturned === 0),
    share('late', ({ late }) => late),
    within(
      '  items of a person with earlier ones',
      delivered.filter(({ earlier }) => earlier > 0).length / delivered.length,
    ),
  ];
}

/** Of some people, so that it takes no minutes: half of them are learned from. */
function foreseen({ delivered, people }: Ledger): number {
  const from = people.at(-MOST_PEOPLE) ?? 0;
  const middle = people.at(-Math.floor(Math.min(MOST_PEOPLE, people.length) / 2)) ?? 0;
  return foresight(delivered.slice(from, middle), delivered.slice(middle));
}
const MOST_PEOPLE = 40_000;

function christmas({ hoursToDoor }: Ledger): number {
  const mean = ([hours, count]: readonly number[]): number => hours! / count!;
  return mean(hoursToDoor.christmas) / mean(hoursToDoor.otherwise);
}

function seasons({ ordersByMonth, itemsByMonth }: Ledger): Figure[] {
  const quarter = (year: number, first: number): number =>
    [0, 1, 2].reduce(
      (sum, month) => sum + ordersByMonth.of(`${year}-${String(first + month).padStart(2, '0')}`),
      0,
    );
  // A quarter of the way from one third quarter to the next.
  let fourth = 0;
  let expected = 0;
  for (let year = 2020; year < 2025; year += 1) {
    fourth += quarter(year, 10);
    expected += quarter(year, 7) ** 0.75 * quarter(year + 1, 7) ** 0.25;
  }
  const parts = (['north', 'south'] as const).flatMap((hemisphere) =>
    ['Swim', 'Shorts', 'Outerwear & Coats', 'Sweaters'].flatMap((category) => {
      const months = Array.from({ length: 12 }, (_, month) => {
        const all = [...itemsByMonth[hemisphere].all].filter(([key]) => key.endsWith(`/${month}`));
        const total = all.reduce((sum, [, count]) => sum + count, 0);
        return itemsByMonth[hemisphere].of(`${category}/${month}`) / total;
      });
      const mean = months.reduce((sum, value) => sum + value, 0) / 12;
      const highest = Math.max(...months);
      return [
        within(`  ${category}, ${hemisphere}: best month ${months.indexOf(highest) + 1}`, highest / mean),
        within('    worst', Math.min(...months) / mean),
      ];
    }),
  );
  const byMonth = Array.from({ length: 12 }, (_, month) => {
    let sum = 0;
    for (let year = 2020; year < 2026; year += 1) {
      sum += ordersByMonth.of(`${year}-${String(month + 1).padStart(2, '0')}`);
    }
    return sum;
  });
  return [
    within('Q4 to Q3, growth taken out', fourth / expected, 1.2, 1.3),
    within('busiest month', byMonth.indexOf(Math.max(...byMonth.slice(0, 11))) + 1, 11, 11),
    ...parts,
  ];
}

function rhythm({ ordersByHour, ordersByDay }: Ledger): Figure[] {
  const highest = Math.max(...ordersByHour);
  const lowest = Math.min(...ordersByHour);
  const mean = ordersByDay.reduce((sum, count) => sum + count, 0) / 7;
  return [
    within('busiest hour', ordersByHour.indexOf(highest), 20, 21),
    within('calmest hour', ordersByHour.indexOf(lowest), 3, 5),
    within('busiest to calmest', highest / lowest, 7, 9),
    ...['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'].map((day, place) =>
      within(`${day} to the mean`, ordersByDay[place]! / mean),
    ),
  ];
}

function growth({ signUpsByYear }: Ledger): Figure[] {
  return [2020, 2021, 2022, 2023, 2024, 2025].map((year) =>
    within(`growth of ${year}`, signUpsByYear.of(year) / signUpsByYear.of(year - 1) - 1, 0.25, 0.35),
  );
}
