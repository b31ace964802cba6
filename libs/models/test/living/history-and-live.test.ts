import fc from 'fast-check';
import type { Life, Lives } from '../../src/life.js';
import { createLives } from '../../src/lives.js';
import type { LivingFigures } from '../../src/living/figures.js';
import { PATTERNS } from '../../src/living/rhythm.js';
import { smallCatalogue } from '../small-catalogue.js';
import { rulesBrokenBy } from './broken-rules.js';
import { asSets, historyOf, plainWorld, startsOf } from './histories.js';
import { runLive } from './live-run.js';

const minute = 60_000;
const day = 1_440 * minute;
const since = Date.UTC(2025, 0, 1);
const span = 300 * day;
const products = new Map(smallCatalogue.products.map((product) => [product.id, product]));

/** Everything follows close upon each other, so that steps fall into visits and parcels. */
const hurried: Partial<LivingFigures> = {
  ordersAgain: [0.9, 0.9, 0.8],
  daysToNextOrder: [0.01, 0.2, 3],
  daysToFirstOrder: [0.01, 1],
  daysOfVisitsAfterwards: [0.01, 1],
  hoursToShip: [0.1, 5],
  hoursToDeliver: [0.1, 5],
  hoursToReturn: [0.1, 30],
  forgets: 0.4,
  daysToForget: [1, 4],
  moves: 0.9,
  daysToMove: [0, 2],
};
const usual: Partial<LivingFigures> = { forgets: 0.3, moves: 0.3 };
/** Visits last for hours. */
const dawdling: Partial<LivingFigures> = { ...hurried, secondsBetweenPages: [600, 1_800] };

const shops = fc.record({
  seed: fc.integer(),
  figures: fc.constantFrom(usual, hurried),
  conversion: fc.constantFrom(0.03, 0.2),
  pattern: fc.constantFrom(...PATTERNS),
  count: fc.integer({ min: 1, max: 30 }),
  /** When it is over: at any moment, or within the first hour or days of one of the lives. */
  end: fc.oneof(
    fc.record({ after: fc.integer({ min: 1, max: span }) }),
    fc.record({ life: fc.nat(), after: fc.oneof(fc.nat(60 * minute), fc.nat(5 * day)) }),
  ),
});

interface Opened {
  open: () => Lives;
  starts: Life[];
  until: number;
}

function openShop({
  count,
  end,
  ...options
}: typeof shops extends fc.Arbitrary<infer Shop> ? Shop : never): Opened {
  const open = () => createLives({ catalogue: smallCatalogue, ...options });
  const starts = startsOf(open(), count, since, since + span);
  const from = 'life' in end ? starts[end.life % count]!.due : since;
  return { open, starts, until: from + end.after };
}

test('a shop that was open all the time holds what its history tells, and nothing is wrong with any change', () => {
  fc.assert(
    fc.property(shops, fc.boolean(), (options, slowly) => {
      const { open, starts, until } = openShop(slowly ? { ...options, figures: dawdling } : options);
      // Ids of a history begin with the number of the life, those of a live shop with the moment of the visit.
      let number = 0;
      const history = historyOf(open(), starts, until, {
        ...plainWorld,
        idTime: () => since + (number += 1),
      });
      const live = runLive({ lives: open(), starts, until, world: () => plainWorld });
      expect(live.faults).toEqual([]);
      expect(asSets(live.rows())).toEqual(asSets(history));
    }),
    { numRuns: 100 },
  );
});

test('no rule is broken at any moment of a shop that is open', () => {
  fc.assert(
    fc.property(shops, (options) => {
      const { open, starts, until } = openShop({
        ...options,
        count: 1 + (options.count % 5),
        conversion: 0.2,
      });
      const broken = new Set<string>();
      runLive({
        lives: open(),
        starts,
        until,
        world: () => plainWorld,
        after: (tables, moment) => {
          for (const rule of rulesBrokenBy(tables.rows(), new Date(moment), products)) broken.add(rule);
        },
      });
      expect([...broken]).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('no rule is broken by a history', () => {
  fc.assert(
    fc.property(shops, (options) => {
      const { open, starts, until } = openShop({ ...options, count: options.count * 3 });
      const rows = historyOf(open(), starts, until);
      expect([...rulesBrokenBy(rows, new Date(until), products)]).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
