import type { ShopFacts } from '../../src/verify/shop-facts.js';
import { withShopTime } from '../../src/verify/shop-time.js';

const now = '2026-03-01 12:00:00.123456+00';
const unclocked: ShopFacts = { now, shopNow: now, runs: [], clock: undefined, generators: 0 };
const clocked: ShopFacts = {
  ...unclocked,
  shopNow: '2026-05-01 00:00:00+00',
  clock: {
    segments: '"thelook".clock',
    shopTime: '"thelook".shop_time',
    realTime: '"thelook".real_time',
    since: '2026-03-01 10:00:00+00',
    fastest: 1_440,
    speed: 0,
  },
};

test('without a clock shop time is real time', () => {
  const text = 'where shop_time(o.shipped_at) > shop_ago(30 days) + :tick and a.due < shop_before(1 minute)';
  expect(withShopTime(text, unclocked)).toBe(
    `where o.shipped_at > ('${now}'::timestamptz - interval '30 days') + interval '0 seconds'` +
      ` and a.due < ('${now}'::timestamptz - interval '1 minute')`,
  );
});

test('with one, the database is asked about moments since the first change of speed', () => {
  expect(withShopTime('shop_time(shipped_at)', clocked)).toBe(
    `case when shipped_at < '2026-03-01 10:00:00+00'::timestamptz then shipped_at ` +
      'else "thelook".shop_time(shipped_at) end',
  );
  expect(withShopTime('created_at < shop_ago(1 day)', clocked)).toBe(
    `created_at < (select "thelook".real_time('2026-05-01 00:00:00+00'::timestamptz - interval '1 day'))`,
  );
  expect(withShopTime('due < shop_before(1 minute)', clocked)).toBe(
    `due < (select "thelook".shop_time('${now}'::timestamptz - interval '1 minute'))`,
  );
});

test('values are put in, and casts left alone', () => {
  expect(
    withShopTime(`x::text > :now and s < :shop_now and g > interval '3 minutes' / :fastest + :tick`, clocked),
  ).toBe(
    `x::text > '${now}'::timestamptz and s < '2026-05-01 00:00:00+00'::timestamptz` +
      ` and g > interval '3 minutes' / 1440 + interval '2.88 seconds'`,
  );
});

test('a visit around a change of speed can be told', () => {
  const text = 'not speed_changed(before, created_at)';
  expect(withShopTime(text, unclocked)).toBe('not false');
  expect(withShopTime(text, clocked)).toBe(
    `not exists (select from "thelook".clock where real_from between before - interval '5 seconds' and created_at)`,
  );
});
