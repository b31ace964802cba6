import fc from 'fast-check';
import type { Life, Lives } from '../../src/life.js';
import { createLives, type LivesOptions } from '../../src/lives.js';
import { smallCatalogue } from '../small-catalogue.js';
import { plainWorld } from './histories.js';

const since = Date.UTC(2025, 0, 1);
const until = since + 400 * 86_400_000;
const lives = 12;
const open = (options: Partial<LivesOptions> = {}): Lives =>
  createLives({ catalogue: smallCatalogue, seed: 3, conversion: 0.2, ...options } as LivesOptions);

/** All steps of a life, one after the other, in a shop that does nothing else. */
function storyOf(number: number): { life: Life; told: string }[] {
  const shop = open();
  const story = [];
  let life: Life | undefined = shop.begin(number, shop.signUps(since, until).at(number));
  while (life) {
    const step = shop.step(life, plainWorld);
    story.push({ life, told: JSON.stringify(step) });
    life = step.next;
  }
  return story;
}
const stories = Array.from({ length: lives }, (_, number) => storyOf(number));
const steps = stories.flat();

test('a step is the same whatever else the shop was asked before', () => {
  const shop = open();
  const ask = fc.oneof(
    fc.nat(lives).map((number) => () => void shop.opening(number)),
    fc.nat(lives).map((number) => () => void shop.begin(number, since + number)),
    fc.nat(lives).map((number) => () => void shop.signUps(since, until).at(number)),
    fc.nat(steps.length - 1).map((place) => () => void shop.wants(steps[place]!.life)),
    fc.nat(steps.length - 1).map((place) => () => void shop.visitUnderWay(steps[place]!.life, plainWorld)),
    fc.nat(100).map((moment) => () => void [...shop.shelves(moment, 1)]),
  );
  fc.assert(
    fc.property(fc.nat(steps.length - 1), fc.array(ask, { maxLength: 4 }), (place, questions) => {
      for (const question of questions) question();
      const { life, told } = steps[place]!;
      // As it comes back from the agenda.
      const kept = JSON.parse(JSON.stringify(life)) as Life;
      return JSON.stringify(shop.step(kept, plainWorld)) === told;
    }),
    { numRuns: 1_000 },
  );
});

test('a step that is done again is the same transaction, and each has a name of its own', () => {
  const names = steps.map(({ told }) => (JSON.parse(told) as { transaction: { id: string } }).transaction.id);
  expect(new Set(names).size).toBe(names.length);
  expect(names[0]).toBe('1-shopper-0-0');
});

test('the first visit ends when its opening says', () => {
  for (const [number, [first, second]] of stories.entries()) {
    expect(second!.life.due - first!.life.due).toBe(open().opening(number));
  }
});

test('who joins a visit under way sees the pages of its own that there are', () => {
  let seen = 0;
  for (const { life, told } of steps) {
    const pages = open().visitUnderWay(life, plainWorld);
    if (pages.length === 0) continue;
    seen += 1;
    const before = steps[steps.findIndex((step) => step.life === life) - 1]!;
    const { pages: all } = JSON.parse(before.told) as { pages: { session_id: string }[] };
    const own = all.filter(({ session_id }) => session_id === pages[0]!.session_id);
    expect(JSON.parse(JSON.stringify(pages))).toEqual(own);
    expect(told).toContain('insert');
  }
  expect(seen).toBeGreaterThanOrEqual(lives);
});

test('runs of one seed with other keys are the same shoppers under other ids', () => {
  const told = (key: string) => {
    const shop = open({ key } as Partial<LivesOptions>);
    const { next } = shop.step(shop.begin(7, since), plainWorld);
    const [change] = shop.step(next!, plainWorld).transaction.changes;
    return change!.op === 'insert' && change!.table === 'users' ? change!.row : undefined;
  };
  const [one, other] = [told('one')!, told('other')!];
  expect(other).toEqual({ ...one, id: other.id });
  expect(other.id).not.toBe(one.id);
});

test('what is not a life of the shop is refused', () => {
  const [life] = stories[0]!.map((step) => step.life);
  const over = { ...life!, state: { ...(life!.state as object), visit: undefined } };
  expect(() => open().step(over, plainWorld)).toThrow('shopper 0 of run 1 has no step ahead');
});
