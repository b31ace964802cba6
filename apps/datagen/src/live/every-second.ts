import { setTimeout as sleep } from 'node:timers/promises';
import { withRetries, type Logger } from '@thelook/service';

const SECOND = 1_000;

/** Something that is done every second until it is stopped. */
export interface EverySecond {
  /** Never resolves; rejects when it has failed for good. */
  failed: Promise<never>;
  /** Resolves when it is not at work any more. */
  stop(): Promise<void>;
}

/** Does something every second; a database that is away for a while is waited for. */
export function everySecond(
  work: () => Promise<unknown>,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): EverySecond {
  const stopped = new AbortController();
  const end = AbortSignal.any([signal, stopped.signal]);
  let fail: (error: unknown) => void;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  const working = (async () => {
    while (!end.aborted) {
      await sleep(SECOND, undefined, { signal: end }).catch(() => undefined);
      if (!end.aborted) await withRetries(work, { logger, signal: end });
    }
  })().catch((error: unknown) => {
    if (!end.aborted) fail(error);
  });
  return {
    failed,
    async stop() {
      stopped.abort();
      await working;
    },
  };
}
