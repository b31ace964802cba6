import { isSaleDay } from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.js';
import { bookkeepingTable } from './bookkeeping-tables.js';
import type { ClockSegment } from './clock-segments.js';

const DAY = 86_400_000;
/** Days of the shop that are looked at: four years. */
const MOST_DAYS = 1_500;

/** From one real moment to another, in milliseconds since 1970. */
export interface RealSpan {
  from: number;
  to: number;
}

/**
 * The clock of a shop that has sale days, from a real moment on: the segments since then, and the one in force at it.
 *
 * @param since in milliseconds since 1970
 * @returns undefined for a shop without sale days: nobody lives in it by the living profile.
 * @throws the server's error, for example because nothing is kept beside these tables.
 */
export async function readSaleClock(
  db: Kysely<Database>,
  since: number,
): Promise<ClockSegment[] | undefined> {
  const clock = sql.raw(bookkeepingTable(db, 'clock'));
  const runs = sql.raw(bookkeepingTable(db, 'runs'));
  const { rows } = await sql<{ segments: ClockSegment[] }>`
    select coalesce((
      select json_agg(json_build_object(
        'realFrom', floor(extract(epoch from real_from) * 1000)::float8,
        'shopFrom', floor(extract(epoch from shop_from) * 1000)::float8,
        'speed', speed) order by real_from)
      from ${clock} where real_from >= coalesce(
        (select max(real_from) from ${clock} where real_from <= ${new Date(since)}), '-infinity')
    ), '[]') as segments
    where exists (select from ${runs} where profile = 'living')`.execute(db);
  return rows[0]?.segments;
}

/**
 * The real time between two moments that lies on sale days of the shop, in the order of time.
 *
 * @param segments of the shop's clock, in the order of time; before the first one shop time is real time
 * @returns undefined when there are more than 1,500 days of shop time between the two.
 * @example
 * const blackFriday = Date.UTC(2026, 10, 27);
 * saleDays([{ realFrom: 0, shopFrom: blackFriday - 1_440_000, speed: 1_440 }], 0, 60_000); // [{ from: 1_000, to: 60_000 }]
 */
export function saleDays(
  segments: readonly ClockSegment[],
  from: number,
  to: number,
): RealSpan[] | undefined {
  const spans: RealSpan[] = [];
  const mark = (begin: number, end: number) => {
    const last = spans.at(-1);
    if (last && begin <= last.to) last.to = end;
    else if (begin < end) spans.push({ from: begin, to: end });
  };
  const parts = [{ realFrom: from, shopFrom: from, speed: 1 }, ...segments];
  let days = 0;
  for (const [place, { realFrom, shopFrom, speed }] of parts.entries()) {
    const begin = Math.max(from, realFrom);
    const end = Math.min(to, parts[place + 1]?.realFrom ?? to);
    if (begin >= end) continue;
    const shop = (real: number) => shopFrom + (real - realFrom) * speed;
    const real = (moment: number) => Math.round(realFrom + (moment - shopFrom) / speed);
    const first = Math.floor(shop(begin) / DAY);
    const behind = Math.max(first + 1, Math.ceil(shop(end) / DAY));
    days += behind - first;
    if (days > MOST_DAYS) return undefined;
    for (let day = first; day < behind; day += 1) {
      if (!isSaleDay(day * DAY)) continue;
      mark(
        day === first ? begin : Math.max(begin, real(day * DAY)),
        day === behind - 1 ? end : Math.min(end, real((day + 1) * DAY)),
      );
    }
  }
  return spans;
}
