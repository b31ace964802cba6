import { escapeLiteral } from 'pg';
import type { ShopFacts } from './shop-facts.js';

/** It takes generators so long to know of another speed: what they plan until then goes by the former one. */
const SECONDS_UNTIL_KNOWN = 5;

/** Moments are written in whole milliseconds, and two of them bound a span. */
const SECONDS_OFF = 0.002;

/**
 * A check's statement with what it says about the time put in. Where shop time is real time, `shop_time(created_at)` is
 * `created_at`; else it is asked of the database, and only for moments since the first change of speed: a function call
 * a row of a long history would take longer than all the rest.
 */
export function withShopTime(statement: string, { now, shopNow, clock }: ShopFacts): string {
  const moment = (text: string): string => `${escapeLiteral(text)}::timestamptz`;
  const values: Readonly<Record<string, string>> = {
    ':now': moment(now),
    ':shop_now': moment(shopNow),
    ':opened': moment(clock?.since ?? 'infinity'),
    ':fastest': String(clock?.fastest ?? 1),
    ':tick': `interval '${clock ? SECONDS_OFF * clock.fastest : 0} seconds'`,
  };
  return statement
    .replace(/\bshop_time\(([\w.]+)\)/g, (_, column: string) =>
      clock
        ? `case when ${column} < ${moment(clock.since)} then ${column} else ${clock.shopTime}(${column}) end`
        : column,
    )
    .replace(/\bshop_ago\(([\w ]+)\)/g, (_, span: string) => {
      const then = `${moment(shopNow)} - interval '${span}'`;
      return clock ? `(select ${clock.realTime}(${then}))` : `(${then})`;
    })
    .replace(/\bshop_before\(([\w ]+)\)/g, (_, span: string) => {
      const then = `${moment(now)} - interval '${span}'`;
      return clock ? `(select ${clock.shopTime}(${then}))` : `(${then})`;
    })
    .replace(/\bspeed_changed\((\w+), (\w+)\)/g, (_, from: string, to: string) => {
      const span = `${from} - interval '${SECONDS_UNTIL_KNOWN} seconds' and ${to}`;
      return clock ? `exists (select from ${clock.segments} where real_from between ${span})` : 'false';
    })
    .replace(/(?<!:):(now|shop_now|opened|fastest|tick)\b/g, (name) => values[name]!);
}
