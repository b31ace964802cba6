import { nearest } from '../catalogue/parse-places.js';
import { checkOneOf, OptionError } from '../option-error.js';
import { livingFigures, type LivingFigures } from './figures.js';
import { MOST_ITEMS } from './order-steps.js';

/** Refuses a value that is none for a figure. */
type Check = (field: string, value: unknown) => void;

const text: Check = (field, value) => {
  if (typeof value !== 'string' || value === '') throw new OptionError(field, value, 'a text');
};

function oneOf(allowed: readonly string[]): Check {
  return (field, value) => void checkOneOf(field, value, allowed);
}

function number(from: number, to: number): Check {
  return (field, value) => {
    if (typeof value === 'number' && value >= from && value <= to) return;
    throw new OptionError(field, value, `a number from ${from} to ${to}`);
  };
}

function whole(from: number, to: number): Check {
  return (field, value) => {
    if (Number.isInteger(value) && (value as number) >= from && (value as number) <= to) return;
    throw new OptionError(field, value, `a whole number from ${from} to ${to}`);
  };
}

function list(shortest: number, longest: number, item: Check): Check {
  return (field, value) => {
    if (!Array.isArray(value) || value.length < shortest || value.length > longest) {
      const length = shortest === longest ? `${shortest}` : `${shortest} to ${longest}`;
      throw new OptionError(field, value, `a list of ${length} values`);
    }
    value.forEach((entry, place) => item(`${field}[${place}]`, entry));
  };
}

function rising(shortest: number, longest: number, item: Check): Check {
  const check = list(shortest, longest, item);
  return (field, value) => {
    check(field, value);
    (value as number[]).forEach((entry, place, all) => {
      if (entry < (all[place - 1] ?? entry)) {
        throw new OptionError(
          `${field}[${place}]`,
          entry,
          `a number not below the one before it, ${all[place - 1]}`,
        );
      }
    });
  };
}

const quantiles = (from: number, to: number): Check => rising(2, 1_000, number(from, to));

/** Pairs of a value and its weight. */
function weights(value: Check): Check {
  const pairs = list(1, 1_000, (field, pair) => {
    list(2, 2, () => undefined)(field, pair);
    const [drawn, weight] = pair as [unknown, unknown];
    value(`${field}[0]`, drawn);
    number(0, 1e9)(`${field}[1]`, weight);
  });
  return (field, given) => {
    pairs(field, given);
    if (!(given as [unknown, number][]).some(([, weight]) => weight > 0)) {
      throw new OptionError(field, given, 'at least one weight above 0');
    }
  };
}

function record(item: Check): Check {
  return (field, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new OptionError(field, value, 'values by name');
    }
    for (const [name, entry] of Object.entries(value)) item(`${field}.${name}`, entry);
  };
}

const share = number(0, 1);
const factor = number(0, 100);
const days = quantiles(0, 3_650);
const hours = quantiles(0, 8_760);
const visits = weights(whole(0, 100));
const rhythm = (length: number): Check => list(length, length, number(1e-6, 1e6));

const sendsBack: Readonly<Record<string, Check>> = { share, factor, others: factor };
// Nobody buys for ever.
const again = number(0, 0.99);
const buysMost: Readonly<Record<string, Check>> = { share, again, pace: factor };

const checks: Readonly<Record<keyof LivingFigures, Check>> = {
  gender: weights(oneOf(['F', 'M'])),
  age: quantiles(0, 150),
  userSource: weights(text),
  buysAtSignUp: share,
  buysLater: share,
  ordersAgain: list(3, 3, again),
  buysMost: named(buysMost),
  daysToNextOrder: days,
  daysToFirstOrder: days,
  visitsBetweenOrders: visits,
  visitsAfterwards: visits,
  daysOfVisitsAfterwards: days,
  itemsPerOrder: weights(whole(1, MOST_ITEMS)),
  popularityExponent: number(0, 4),
  brandPull: share,
  companions: share,
  seasons: record(rhythm(12)),
  onSale: share,
  onSaleOnSaleDays: share,
  discount: quantiles(0, 1),
  cartsLeft: number(0, 0.99),
  bounces: share,
  pagesOfBrowsing: weights(whole(1, 40)),
  looksAtAnother: share,
  beginsAtHome: share,
  secondsBetweenPages: quantiles(0, 1_800),
  browser: weights(text),
  visitSource: weights(text),
  sourceConversion: record(factor),
  cancelled: share,
  hoursToCancel: hours,
  hoursToShip: hours,
  hoursToDeliver: hours,
  hoursToReturn: hours,
  slowBeforeChristmas: share,
  returned: record(share),
  returnedOtherwise: share,
  returnedOnSale: factor,
  returnedLate: factor,
  lateAfterHours: number(0, 8_760),
  sendsBack: named(sendsBack),
  moves: share,
  daysToMove: days,
  forgets: share,
  // Not before the first visit is over.
  daysToForget: quantiles(1, 3_650),
  hours: rhythm(24),
  days: rhythm(7),
  months: rhythm(12),
  growth: number(-0.9, 10),
  daysInStock: number(0, 3_650),
  outOfStock: number(0, 0.9),
  stockDays: number(0.01, 3_650),
  stockAtLeast: rising(2, 2, whole(0, 1_000)),
  daysBetweenRestocks: rising(2, 2, number(0.01, 3_650)),
};

/** All of the fields, and no other. */
function named(fields: Readonly<Record<string, Check>>): Check {
  const entries = record((field, value) => {
    const check = fields[field.slice(field.lastIndexOf('.') + 1)];
    if (!check) throw new OptionError(field, value, `fields named ${Object.keys(fields).join(', ')}`);
    check(field, value);
  });
  return (field, value) => {
    entries(field, value);
    for (const [name, check] of Object.entries(fields)) check(`${field}.${name}`, (value as never)[name]);
  };
}

/**
 * The figures of a shop: those given, each whole, and for the others the usual ones.
 *
 * @throws {OptionError} for a figure that there is not, with the nearest names, and for a value out of its range
 * @example
 * ```ts
 * import { completeFigures, livingFigures } from '@thelook/models';
 *
 * completeFigures({ cancelled: 0.1 }).cancelled; // => 0.1
 * completeFigures({ cancelled: 0.1 }).moves === livingFigures.moves; // => true
 * ```
 */
export function completeFigures(given: Partial<LivingFigures>): LivingFigures {
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, name) && checks[name as keyof LivingFigures];
    if (!check)
      throw new OptionError(`figures.${name}`, value, `names: ${nearest(name, Object.keys(checks))}`);
    check(`figures.${name}`, value);
  }
  return { ...livingFigures, ...given };
}
