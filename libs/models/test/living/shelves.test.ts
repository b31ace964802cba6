import fc from 'fast-check';
import type { Life, Lives, World } from '../../src/life.js';
import { loadCatalogue } from '../../src/catalogue/catalogue.js';
import { Random } from '../../src/chance/random.js';
import { createLives } from '../../src/lives.js';
import { smallCatalogue } from '../small-catalogue.js';
import { rulesBrokenBy } from './broken-rules.js';
import { plainWorld, startsOf } from './histories.js';
import { runLive } from './live-run.js';
import type { ShopTables } from './shop-tables.js';

const day = 86_400_000;
const since = Date.UTC(2025, 5, 1);
const products = new Map(smallCatalogue.products.map((product) => [product.id, product]));
const open = (seed = 1) =>
  createLives({
    catalogue: smallCatalogue,
    seed,
    conversion: 0.3,
    figures: { forgets: 0.3, daysToForget: [1, 40], stockAtLeast: [1, 2] },
  });

/** A world in which the shelf is what the tables say. */
function stocked(lives: ReturnType<typeof open>, met: Record<'stocked' | 'empty', number>) {
  return (life: Life, tables: ShopTables): World => {
    if (life.kind === 'product') return { ...plainWorld, shelf: { unsold: tables.unsold(life.life).length } };
    const wanted = lives.wants(life);
    if (wanted.length === 0) return plainWorld;
    const pieces = wanted.map((product) => tables.unsold(product)[0]);
    const has = pieces.every((piece) => piece !== undefined);
    met[has ? 'stocked' : 'empty'] += 1;
    return { ...plainWorld, shelf: has ? { pieces: pieces as string[] } : 'empty' };
  };
}

test('a shop with shelves sells what is on them, each piece once, and fills them again', () => {
  const met = { stocked: 0, empty: 0 };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const lives = open(seed);
      const shelves = [...lives.shelves(since, 3)];
      const starts = [...shelves, ...startsOf(lives, 60, since, since + 20 * day)];
      const until = since + 30 * day;
      const tables = runLive({ lives, starts, until, world: stocked(lives, met) });
      expect(tables.faults).toEqual([]);
      const broken = rulesBrokenBy(tables.rows(), new Date(until), products);
      // Somebody may have bought it who was forgotten since.
      broken.delete('for what comes back a new piece is in stock');
      expect([...broken]).toEqual([]);
    }),
    { numRuns: 15 },
  );
  // More buyers come than were expected: some find nothing, and most find something.
  expect(met.empty).toBeGreaterThan(10);
  expect(met.stocked).toBeGreaterThan(met.empty);
});

describe('a purchase', () => {
  const lives = open();
  const worldWith = (shelf: World['shelf']): World => ({ ...plainWorld, shelf });
  /** The first lives that buy as they sign up, at the end of that visit. */
  const checkouts = startsOf(lives, 40, since, since + day)
    .map((life) => lives.step(life, plainWorld).next!)
    .filter((life) => lives.wants(life).length > 0);

  test('wants pieces of different products, of as many as it has items', () => {
    expect(checkouts.length).toBeGreaterThan(20);
    for (const life of checkouts) {
      const wanted = lives.wants(life);
      const { changes } = lives.step(life, plainWorld).transaction;
      const items = changes.flatMap((change) =>
        change.table === 'order_items' && change.op === 'insert' ? [change.row.product_id] : [],
      );
      expect(items).toEqual(wanted);
    }
  });

  test('takes the pieces that it is given, unless somebody else has', () => {
    for (const life of checkouts) {
      const pieces = lives.wants(life).map((product, place) => `piece ${place} of ${product}`);
      const { changes } = lives.step(life, worldWith({ pieces })).transaction;
      const stock = changes.filter(({ table }) => table === 'inventory_items');
      const soldAt = changes.flatMap((change) =>
        change.op === 'insert' && change.table === 'orders' ? [change.row.created_at] : [],
      )[0];
      expect(stock).toEqual(
        pieces.map((key) => ({
          op: 'update',
          table: 'inventory_items',
          key,
          set: { sold_at: soldAt },
          unless: 'sold',
        })),
      );
    }
  });

  test('is left out at an empty shelf, and the sign-up is not', () => {
    for (const life of checkouts) {
      const { transaction, next } = lives.step(life, worldWith('empty'));
      const met = transaction.changes.map(({ op, table }) => `${op} ${table}`);
      expect(met).toEqual(['insert users', 'insert events']);
      // As if there had been an order: whether and when somebody comes again is fixed from the beginning.
      const visitOf = ({ state }: Life) => (state as { visit?: object }).visit;
      expect(next && visitOf(next)).toEqual(visitOf(lives.step(life, plainWorld).next!));
    }
  });

  test.each<[string, World['shelf']]>([
    ['too few pieces', { pieces: [] }],
    ['the number of the pieces of a product', { unsold: 3 }],
  ])('refuses %s', (_case, shelf) => {
    expect(() => lives.step(checkouts[0]!, worldWith(shelf))).toThrow(RangeError);
  });
});

describe('the life of a product', () => {
  const lives = createLives({ catalogue: smallCatalogue, seed: 5 });
  const at = (unsold: number): World => ({ ...plainWorld, shelf: { unsold } });

  /** Steps through a life with what customers leave of a full shelf, and tells its steps. */
  function live(life: Life, steps: number, left: (level: number, days: number) => number) {
    const seen: { came: number; level: number; days: number }[] = [];
    let level = 0;
    for (let step = 0; step < steps; step += 1) {
      const { transaction, pages, next } = lives.step(life, at(level));
      expect(pages).toEqual([]);
      const pieces = transaction.changes.map((change) => change.op === 'insert' && change.row);
      for (const piece of pieces) {
        expect(piece).toMatchObject({ product_id: life.life, sold_at: null, created_at: new Date(life.due) });
      }
      const days = (next!.due - life.due) / day;
      level += pieces.length;
      seen.push({ came: pieces.length, level, days });
      level = left(level, days);
      life = JSON.parse(JSON.stringify(next)) as Life;
    }
    return seen;
  }
  const first = (itemsPerDay: number): Life => [...lives.shelves(since, itemsPerDay)][0]!;

  test('there is one for each product, and all open at once', () => {
    const shelves = [...lives.shelves(since, 100)];
    expect(shelves.map(({ kind, life, due }) => [kind, life, due])).toEqual(
      smallCatalogue.products.map(({ id }) => ['product', id, since]),
    );
  });

  test('begins with a part of the stock for what is expected, a piece at least, unless it is one that is out', () => {
    const levels = (itemsPerDay: number) =>
      [...lives.shelves(since, itemsPerDay)].map((life) => live(life, 1, (level) => level)[0]!.level);
    expect(levels(0).every((level) => level <= 6)).toBe(true);
    // Half of twelve days of sales on average: between a quarter and all of it where products are few.
    const pieces = levels(100).reduce((sum, level) => sum + level, 0);
    expect(pieces).toBeGreaterThan(0.25 * 12 * 100);
    expect(pieces).toBeLessThan(12 * 100);
  });

  test('brings in nothing, and seldom looks, while nothing is sold', () => {
    const [opened, ...later] = live(first(0), 12, (level) => level);
    expect(opened!.level).toBeGreaterThan(0);
    expect(later.every(({ came }) => came === 0)).toBe(true);
    expect(later.every(({ days }) => days > 30 && days <= 75)).toBe(true);
  });

  test('stays empty for a while, and then brings in more than before', () => {
    const [opened, ...later] = live(first(10), 24, () => 0);
    expect(opened!.came).toBeGreaterThan(0);
    const brought = later.map(({ came }) => came).filter((came) => came > 0);
    expect(brought.length).toBeLessThan(later.length);
    const last = brought.slice(-4);
    expect(last).toEqual(last.toSorted((one, other) => one - other));
    expect(last.at(-1)!).toBeGreaterThan(100);
  });

  test('goes after what is sold', () => {
    const perDay = 20;
    const levels = live(first(100), 400, (level, days) => Math.max(0, level - Math.round(perDay * days)));
    const brought = levels.slice(200).filter(({ came }) => came > 0);
    expect(brought.length).toBeGreaterThan(5);
    // A shelf that is found empty may have sold for the whole of the time, or for a moment of it.
    for (const { level } of brought) {
      expect(level).toBeGreaterThan(perDay * 6);
      expect(level).toBeLessThan(perDay * 24);
    }
    const mean = brought.reduce((sum, { level }) => sum + level, 0) / brought.length;
    expect(mean).toBeGreaterThan(perDay * 9);
    expect(mean).toBeLessThan(perDay * 18);
  });

  test('never brings in more than 2,000 pieces at once, even where everything is sold at once', () => {
    const steps = live(first(1e9), 30, () => 0);
    expect(Math.max(...steps.map(({ came }) => came))).toBe(2_000);
    expect(steps.every(({ days }) => days >= 0.18)).toBe(true);
  });

  // From a new user every five seconds to fifty a second, at a day a minute; and more or fewer sales than were expected.
  test.each([
    [24, 1],
    [120, 0.7],
    [600, 1.3],
    [6_000, 1],
  ])(
    'leaves 1 to 5 %% of the products out of stock, with %d items a day expected, %d times as many sold',
    async (itemsPerDay, times) => {
      const catalogue = await loadCatalogue();
      const lives = createLives({ catalogue, seed: 7 });
      const random = new Random('customers');
      const moments = [0, 5, 40, 200].map((days) => since + days * day + 1);
      const empty = moments.map(() => 0);
      let shelves = 0;
      for (const shelf of lives.shelves(since, itemsPerDay)) {
        if (shelf.life % 8 !== 0) continue;
        shelves += 1;
        const unsoldAt = unsoldOver(lives, shelf, times, random);
        moments.forEach((moment, place) => (empty[place]! += unsoldAt(moment) === 0 ? 1 : 0));
      }
      for (const count of empty) {
        expect(count / shelves).toBeGreaterThan(0.01);
        expect(count / shelves).toBeLessThan(0.05);
      }
    },
  );

  test('gives each piece an id of its own', () => {
    const ids = new Set<string>();
    let count = 0;
    for (const shelf of lives.shelves(since, 500)) {
      let life = shelf;
      for (let step = 0; step < 5; step += 1) {
        const { transaction, next } = lives.step(life, at(0));
        for (const change of transaction.changes) {
          if (change.op === 'insert' && 'id' in change.row) ids.add(change.row.id.slice(14));
        }
        count += transaction.changes.length;
        life = next!;
      }
    }
    expect(count).toBeGreaterThan(1_000);
    expect(ids.size).toBe(count);
  });

  test('wants to know how much is left', () => {
    expect(() => lives.step(first(1), plainWorld)).toThrow(
      expect.objectContaining({ code: 'THELOOK_LIFE_STEP' }),
    );
  });

  test.each([
    ['at', NaN, 1],
    ['at', -1, 1],
    ['at', 0.5, 1],
    ['itemsPerDay', since, -1],
    ['itemsPerDay', since, Infinity],
  ])('a wrong %s is refused', (field, moment, itemsPerDay) => {
    expect(() => lives.shelves(moment, itemsPerDay)).toThrow(expect.objectContaining({ field }));
  });
});

/**
 * What is on a shelf as customers come to it, a quarter of whom send back what they have bought: to be asked for later
 * and later moments.
 *
 * @param times how many times as much is sold as the shelf expects at first
 */
function unsoldOver(lives: Lives, shelf: Life, times: number, random: Random): (moment: number) => number {
  const { expected } = shelf.state as { expected: number };
  const gap = (): number => (-Math.log(1 - random.next()) / (times * expected)) * day;
  const returns: number[] = [];
  let next = shelf;
  let sale = since + gap();
  let unsold = 0;
  return (moment) => {
    for (;;) {
      const back = Math.min(...returns);
      const first = Math.min(back, sale, next.due);
      if (first > moment) return unsold;
      if (first === next.due) {
        const step = lives.step(next, { ...plainWorld, shelf: { unsold } });
        unsold += step.transaction.changes.length;
        next = step.next!;
      } else if (first === back) {
        returns.splice(returns.indexOf(back), 1);
        unsold += 1;
      } else {
        sale += gap();
        if (unsold === 0) continue;
        unsold -= 1;
        if (random.next() < 0.25) returns.push(first + (8 + 26 * random.next()) * day);
      }
    }
  };
}
