import { OptionError } from '../src/option-error.js';
import { createLives, type LivesOptions } from '../src/lives.js';
import { livingFigures } from '../src/living/figures.js';
import { smallCatalogue } from './small-catalogue.js';

const open = (options: object) =>
  createLives({ catalogue: smallCatalogue, seed: 1, ...options } as LivesOptions);

test.each<[string, object]>([
  ['profile', { profile: 'lively' }],
  ['seed', { seed: undefined }],
  ['seed', { seed: {} }],
  ['run', { run: 0 }],
  ['run', { run: 1.5 }],
  ['conversion', { conversion: 0.009 }],
  ['conversion', { conversion: 0.31 }],
  ['conversion', { conversion: NaN }],
  ['conversion', { conversion: '0.1' }],
  ['pattern', { pattern: 'monthly' }],
  ['country', { places: { country: 'Atlantis' } }],
  ['figures.cancelled', { figures: { cancelled: 1.1 } }],
  ['figures.canceled', { figures: { canceled: 0.1 } }],
  ['figures.toString', { figures: { toString: 0.1 } }],
  ['figures.age', { figures: { age: [20] } }],
  ['figures.age[1]', { figures: { age: [20, 16] } }],
  ['figures.age[1]', { figures: { age: [20, '30'] } }],
  ['figures.gender[0][0]', { figures: { gender: [['X', 1]] } }],
  ['figures.gender[0]', { figures: { gender: ['F'] } }],
  [
    'figures.browser[1][1]',
    {
      figures: {
        browser: [
          ['Chrome', 1],
          ['Safari', -1],
        ],
      },
    },
  ],
  ['figures.browser', { figures: { browser: [['Chrome', 0]] } }],
  ['figures.itemsPerOrder[0][0]', { figures: { itemsPerOrder: [[9, 1]] } }],
  ['figures.itemsPerOrder[0][0]', { figures: { itemsPerOrder: [[0, 1]] } }],
  ['figures.ordersAgain', { figures: { ordersAgain: [0.5] } }],
  ['figures.ordersAgain[2]', { figures: { ordersAgain: [0.5, 0.5, 1] } }],
  ['figures.hours', { figures: { hours: [1, 2] } }],
  ['figures.hours[23]', { figures: { hours: [...new Array(23).fill(1), 0] } }],
  ['figures.returned.Jeans', { figures: { returned: { Jeans: 2 } } }],
  ['figures.sendsBack.often', { figures: { sendsBack: { ...livingFigures.sendsBack, often: 1 } } }],
  ['figures.sendsBack.others', { figures: { sendsBack: { share: 0.1, factor: 2 } } }],
  ['figures.stockAtLeast[1]', { figures: { stockAtLeast: [5, 2] } }],
  ['figures.daysToForget[0]', { figures: { daysToForget: [0, 5] } }],
])('a wrong %s is refused by name', (field, options) => {
  expect(() => open(options)).toThrow(expect.objectContaining({ code: 'THELOOK_OPTION', field }));
});

test.each<[string, object]>([
  ['orders', { orders: 'later' }],
  ['ghosts', { ghosts: -1 }],
  ['since', { since: 0.5 }],
  ['postalCode', { places: { postalCode: '00000' } }],
  ['places', { catalogue: { ...smallCatalogue, places: [] } }],
  ['products', { catalogue: { ...smallCatalogue, products: [] } }],
])('of the classic shop, too, a wrong %s', (field, options) => {
  expect(() => open({ profile: 'classic', ...options })).toThrow(
    expect.objectContaining({ code: 'THELOOK_OPTION', field }),
  );
});

describe.each(Object.keys(livingFigures))('the figure %s', (name) => {
  test.each([null, undefined, 'x', -1, NaN, [[]], {}])('is checked: not %p', (value) => {
    let thrown: unknown;
    try {
      open({ figures: { [name]: value } });
    } catch (error) {
      thrown = error;
    }
    // Names of categories and sources are anybody's.
    if (
      ['returned', 'seasons', 'sourceConversion'].includes(name) &&
      value &&
      Object.keys(value).length === 0
    )
      return;
    expect(thrown).toBeInstanceOf(OptionError);
    expect((thrown as OptionError).field).toContain(`figures.${name}`);
    expect((thrown as OptionError).allowed).not.toBe('');
  });

  test('may be given as it is', () => {
    const figures = JSON.parse(
      JSON.stringify({ [name]: livingFigures[name as keyof typeof livingFigures] }),
    ) as object;
    expect(JSON.stringify(open({ figures }).begin(0, 0))).toBe(JSON.stringify(open({}).begin(0, 0)));
  });
});

test('the message tells field, value and what is allowed', () => {
  expect(() => open({ figures: { cancelled: 4 } })).toThrow(
    'figures.cancelled is 4; allowed: a number from 0 to 1',
  );
  expect(() => open({ conversion: 3 })).toThrow(
    'conversion is 3; allowed: a number from .01 to .3, orders a visit',
  );
});

test.each([-1, 0.5, NaN, 2 ** 48])('a life does not begin at %d, nor do sign-ups', (at) => {
  for (const profile of ['living', 'classic']) {
    const lives = open({ profile });
    expect(() => lives.begin(0, at)).toThrow(expect.objectContaining({ field: 'at' }));
    expect(() => lives.signUps(at, 1_000)).toThrow(expect.objectContaining({ field: 'since' }));
    expect(() => lives.signUps(1_000, 1_000)).toThrow(expect.objectContaining({ field: 'since' }));
  }
});

test('a life has a whole number', () => {
  for (const profile of ['living', 'classic']) {
    for (const number of [-1, 0.5, 2 ** 53]) {
      expect(() => open({ profile }).begin(number, 0)).toThrow(expect.objectContaining({ field: 'number' }));
    }
  }
  expect(() => open({}).opening(-1)).toThrow(expect.objectContaining({ field: 'number' }));
});
