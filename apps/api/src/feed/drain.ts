import { setTimeout as pause } from 'node:timers/promises';
import { Slices } from '../window/slices.js';
import type { FeedClient } from './feed-client.js';

/** Clients that a server which starts again takes back in a second without a sweat. */
export const GOODBYES_A_SECOND = 1_000;
/** Milliseconds between two goodbyes, or rather between as many as are due by then. */
const STEP_MS = 20;
/** Service restart, and going away (the IANA registry of close codes). */
const RESTART = 1012;
const GOING_AWAY = 1001;

/**
 * Says goodbye to clients, one after the other, evenly over so many seconds; 1012 for those who are told while others
 * stay, 1001 where all go at once.
 */
export async function drain(clients: readonly FeedClient[], seconds: number): Promise<void> {
  const began = performance.now();
  const slices = new Slices();
  const [code, reason] =
    seconds * 1_000 > STEP_MS
      ? [RESTART, 'the server is going to restart, connect again']
      : [GOING_AWAY, 'the server is going away'];
  for (let told = 0; told < clients.length;) {
    const share = seconds > 0 ? (performance.now() - began) / (seconds * 1_000) : 1;
    const due = Math.min(clients.length, Math.max(1, Math.ceil(share * clients.length)));
    for (; told < due; told += 1) {
      clients[told]?.webSocket.close(code, reason);
      if (slices.isOver) await slices.next();
    }
    if (told < clients.length) await pause(STEP_MS);
  }
}
