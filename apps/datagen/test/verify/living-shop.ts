import type { Database } from '@thelook/db';
import { createLives, loadCatalogue, reveal, type Life, type Shopper, type World } from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import { openShopDatabase, type ShopDatabase } from './shop-database.js';

export interface LivingShopOptions {
  users: number;
  /** Days that the shop has been open. */
  days: number;
  /** Shop time has passed at several speeds since half an hour ago, and stands still now; else it is real time. */
  live?: boolean;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const conversion = 0.2;
const ITEMS_PER_DAY = 120;
/** Of so many products one has a shelf: enough to count those that are empty. */
const EVERY_SHELF = 10;

interface Segment {
  realFrom: number;
  shopFrom: number;
  speed: number;
}

/** A shop whose past is revealed up to now, with its agenda and what is recorded beside it. */
export async function openLivingShop({
  users,
  days,
  live = false,
}: LivingShopOptions): Promise<ShopDatabase> {
  const now = Date.now();
  const segments = live ? segmentsBefore(now) : [];
  const { shopFrom: until } = segments.at(-1) ?? { shopFrom: now };
  const opened = segments[0]?.realFrom ?? now;
  const since = now - days * DAY;
  const realAt = (moment: number): number => Math.floor(realMoment(segments, moment));
  const lives = createLives({ catalogue: await loadCatalogue(), seed: 'verify', conversion });
  const signUps = lives.signUps(since, until);
  const shoppers: Shopper[] = [];
  const agenda: Life[] = [];
  for (let number = 0; number < users; number += 1) {
    const idTime = (moment: number): number => (moment < opened ? since + number : realAt(moment));
    const world: World = { realAt, idTime, shelf: 'made to order' };
    const { rows, next } = reveal(lives, lives.begin(number, signUps.at(number)), until, world);
    shoppers.push(rows);
    if (next) agenda.push(next);
  }
  const world = { realAt, idTime: realAt, shelf: { unsold: 0 } } as const;
  const stock: Shopper = { users: [], inventory_items: [], orders: [], order_items: [], events: [] };
  for (const shelf of lives.shelves(until, ITEMS_PER_DAY)) {
    if (shelf.life % EVERY_SHELF > 0) continue;
    const { transaction, next } = lives.step(shelf, world);
    for (const change of transaction.changes) {
      if (change.op === 'insert' && change.table === 'inventory_items')
        stock.inventory_items.push(change.row);
    }
    if (next) agenda.push(next);
  }
  const shop = await openShopDatabase([...shoppers, stock]);
  await record(shop.db, segments, agenda);
  return shop;
}

/** Ten days in as many minutes, a pause, a week in 14 minutes, and a pause that goes on. */
function segmentsBefore(now: number): Segment[] {
  const opened = now - 30 * MINUTE;
  return [
    { realFrom: opened, shopFrom: opened, speed: 1_440 },
    { realFrom: opened + 10 * MINUTE, shopFrom: opened + 10 * DAY, speed: 0 },
    { realFrom: opened + 15 * MINUTE, shopFrom: opened + 10 * DAY, speed: 720 },
    { realFrom: opened + 29 * MINUTE, shopFrom: opened + 17 * DAY, speed: 0 },
  ];
}

/** The first real moment at which it was that shop time. */
function realMoment(segments: readonly Segment[], moment: number): number {
  const segment = segments.findLast(({ shopFrom }) => shopFrom < moment);
  return segment ? segment.realFrom + (moment - segment.shopFrom) / segment.speed : moment;
}

/** Records the run of a shop, as datagen does. */
export async function recordRun(db: Kysely<Database>, flags: object): Promise<void> {
  await sql`
    insert into thelook.runs (profile, seed, figures, flags, catalogue, model)
    values ('living', 'verify', '{}', ${JSON.stringify(flags)}::jsonb, 'bundled', 1)`.execute(db);
}

async function record(
  db: Kysely<Database>,
  segments: readonly Segment[],
  agenda: readonly Life[],
): Promise<void> {
  await recordRun(db, { conversion });
  const moment = (milliseconds: number): string => new Date(milliseconds).toISOString();
  for (const { realFrom, shopFrom, speed } of segments) {
    await sql`insert into thelook.clock values (${moment(realFrom)}, ${moment(shopFrom)}, ${speed})`.execute(
      db,
    );
  }
  const entries = agenda.map(({ due, ...life }) => ({ ...life, lane: 0, due: moment(due) }));
  await sql`
    insert into thelook.agenda
    select * from jsonb_populate_recordset(null::thelook.agenda, ${JSON.stringify(entries)}::jsonb)`.execute(
    db,
  );
  await sql`insert into thelook.generators values (gen_random_uuid(), now(), now())`.execute(db);
}
