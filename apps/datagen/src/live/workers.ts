import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerClock } from '@thelook/db/internal';
import type { Beginnings } from './beginnings.js';
import type { LiveShop } from './live-shop.js';
import type { Tally } from './tally.js';
import type { Timekeeper } from './timekeeper.js';
import type { ShopTime } from './shop-time.js';

export interface WorkersOptions {
  shops: readonly LiveShop[];
  beginnings: Beginnings;
  timekeeper: Timekeeper;
  time: ShopTime;
  serverClock: ServerClock;
  tally: Tally;
  /** New lives a turn, at most. */
  room: number;
  /** Told of each life that has begun, what was written with it. */
  onBegun: (written: Tally) => void;
  /** Whether there is nothing left to do after the last life has begun; undefined: there is not. */
  isSettled: (() => Promise<boolean>) | undefined;
  signal: AbortSignal;
}

/** Steps that are taken from the agenda at once. */
const STEPS = 200;
/** Longest pause between two looks at the agenda, in milliseconds. */
const PAUSE_MS = 100;
/** Pages in memory above which no life begins. */
const MOST_PAGES = 1_000_000;
/**
 * Entries of the agenda may be made by others with a moment that is a little earlier than the latest one worked on here;
 * what lies further back than this many milliseconds of real time is looked at every so many turns.
 */
const LOOK_BACK_MS = 60_000;
const TURNS_TO_LOOK_BACK = 50;
/** Whether the shop is settled is asked every so many turns. */
const TURNS_TO_ASK = 10;

/** Lets every shop take its turns, side by side, until all is done or somebody asks to stop. */
export async function work(options: WorkersOptions): Promise<void> {
  const stopped = new AbortController();
  const signal = AbortSignal.any([options.signal, stopped.signal]);
  const all = options.shops.map((shop, worker) =>
    takeTurns({ ...options, signal }, shop, worker).catch((error: unknown) => {
      stopped.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(all);
  await Promise.all(all);
}

async function takeTurns(options: WorkersOptions, shop: LiveShop, worker: number): Promise<void> {
  const { shops, beginnings, timekeeper, time, serverClock, tally, signal } = options;
  let busy = false;
  for (let turn = 0; !signal.aborted; turn += 1) {
    const now = serverClock.now();
    const lanes = timekeeper.lanes.filter((lane) => lane % shops.length === worker);
    const room = busy || shop.pages.size > MOST_PAGES ? 0 : options.room;
    const begun = room > 0 ? await beginnings.take(worker, now, room) : [];
    const lookBack = turn % TURNS_TO_LOOK_BACK === 0;
    const after = lookBack ? -Infinity : time.shopAt(now - LOOK_BACK_MS);
    const taken = await shop.turn({ now, lanes, after, begun, room: STEPS }, tally, options.onBegun);
    busy = taken === STEPS;
    if (beginnings.areOver) {
      // Shelves are looked at for ever, so that a shop may be settled and yet busy.
      const isOver = options.isSettled ? turn % TURNS_TO_ASK === 0 && (await options.isSettled()) : !busy;
      if (isOver) return;
    }
    if (busy || (begun.length > 0 && beginnings.next === -Infinity)) continue;
    const next = Math.min(beginnings.next, shop.pages.next, now + PAUSE_MS);
    await pause(next - serverClock.now(), signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (!(ms > 0)) return;
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
