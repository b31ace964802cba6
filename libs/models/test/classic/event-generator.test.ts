import fc from 'fast-check';
import { createEventGenerator } from '../../src/classic/event-generator.js';
import { OptionError } from '../../src/option-error.js';
import { Random } from '../../src/chance/random.js';
import { createUserGenerator } from '../../src/classic/user-generator.js';
import { smallCatalogue } from '../small-catalogue.js';

const { places, products } = smallCatalogue;
const random = new Random('events');
const boughtAt = new Date('2026-01-01T10:00:00Z');
const nextSession = createEventGenerator({ random, clock: () => boughtAt });
const user = createUserGenerator({ places, random, clock: () => boughtAt })();
const earlyUser = { ...user, created_at: new Date('2020-01-01') };
const [jeans, suit, nameless] = products as [
  (typeof products)[0],
  (typeof products)[0],
  (typeof products)[0],
];

test('who buys one thing comes in through the home page', () => {
  const session = nextSession(earlyUser, [jeans], boughtAt);
  expect(session.map(({ uri }) => uri)).toEqual([
    '/home',
    '/department/men/category/jeans/brand/northpier',
    '/product/1',
    '/cart',
    '/purchase',
  ]);
  expect(session.map(({ event_type }) => event_type)).toEqual([
    'home',
    'department',
    'product',
    'cart',
    'purchase',
  ]);
});

test('who buys more visits department, product and cart for each', () => {
  const session = nextSession(earlyUser, [suit, nameless], boughtAt);
  expect(session.map(({ uri }) => uri)).toEqual([
    '/department/men/category/suits&sportcoats/brand/évellefrères',
    '/product/2',
    '/cart',
    '/department/men/category/tops&tees/brand/',
    '/product/3',
    '/cart',
    '/purchase',
  ]);
});

test('a session is one visit: one address, browser and source, in the city of the user', () => {
  const session = nextSession(earlyUser, [jeans, suit], boughtAt);
  const visits = session.map((event) => {
    const { session_id, user_id, ip_address, browser, traffic_source, city, state, postal_code } = event;
    return JSON.stringify({
      session_id,
      user_id,
      ip_address,
      browser,
      traffic_source,
      city,
      state,
      postal_code,
    });
  });
  expect(new Set(visits).size).toBe(1);
  expect(session[0]).toMatchObject({
    user_id: user.id,
    city: user.city,
    state: user.state,
    postal_code: user.postal_code,
  });
  expect(session.map(({ sequence_number }) => sequence_number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('a session ends with the purchase and fits in since the signing up, however short that is', () => {
  fc.assert(
    fc.property(fc.nat(60 * 60_000), fc.integer({ min: 1, max: 4 }), (sinceSignUp, items) => {
      const fresh = { ...user, created_at: new Date(boughtAt.getTime() - sinceSignUp) };
      const moments = nextSession(fresh, Array<typeof jeans>(items).fill(jeans), boughtAt).map(
        ({ created_at }) => created_at.getTime(),
      );
      const gaps = moments.slice(1).map((moment, index) => moment - moments[index]!);
      return (
        moments[0]! >= fresh.created_at.getTime() &&
        moments.at(-1) === boughtAt.getTime() &&
        gaps.every((gap) => gap >= 0 && gap < 180_000)
      );
    }),
    { numRuns: 500 },
  );
});

test('a squeezed session still uses the time there is', () => {
  const fresh = { ...user, created_at: new Date(boughtAt.getTime() - 1_000) };
  const [first] = nextSession(fresh, [jeans, suit, nameless, jeans], boughtAt);
  expect(boughtAt.getTime() - first!.created_at.getTime()).toBeGreaterThan(950);
});

test('a purchase of nothing, or before the signing up, is refused', () => {
  expect(() => nextSession(earlyUser, [], boughtAt)).toThrow(OptionError);
  expect(() => nextSession({ ...user, created_at: new Date('2026-01-02') }, [jeans], boughtAt)).toThrow(
    OptionError,
  );
});
