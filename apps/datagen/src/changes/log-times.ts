import type { Lsn } from '@thelook/db/internal';

/** Places of the log that are remembered, the oldest is forgotten first. */
const MOST = 10_000;

/** When the log has been where: what turns a lag in bytes into one in seconds. */
export class LogTimes {
  readonly #seen: { lsn: Lsn; ms: number }[] = [];

  /** The log is at `lsn` now, `ms` milliseconds since 1970 by the server's clock. */
  note(lsn: Lsn, ms: number): void {
    const last = this.#seen.at(-1);
    // While nothing is written, whoever has confirmed this place is not behind.
    if (last?.lsn === lsn) last.ms = ms;
    else this.#seen.push({ lsn, ms });
    if (this.#seen.length > MOST) this.#seen.shift();
  }

  /** Seconds since the log was at `lsn`; undefined when it has not been seen as early as that. */
  lagAt(lsn: Lsn): number | undefined {
    const last = this.#seen.at(-1);
    if (!last) return undefined;
    if (lsn >= last.lsn) return 0;
    const before = this.#seen.findLast((seen) => seen.lsn <= lsn);
    return before && (last.ms - before.ms) / 1_000;
  }
}
