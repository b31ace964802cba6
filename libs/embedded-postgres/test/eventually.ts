import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves with the first value other than undefined or false; fails with the description after 20 s. */
export async function eventually<Value>(
  description: string,
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
): Promise<Value> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain: ${description}`);
    await sleep(20);
  }
}
