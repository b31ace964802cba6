import type { LogPlace, Lsn } from '@thelook/db/internal';

/** Places of the log that are remembered, the oldest is forgotten first. */
const MOST = 10_000;

/** When the log has been where: what turns a lag in bytes into one in seconds. */
export class LogTimes {
  readonly #seen: LogPlace[] = [];

  /** The log is there now, or was at a moment after all those noted before. */
  note({ lsn, ms }: LogPlace): void {
    const last = this.#seen.at(-1);
    if (last && lsn < last.lsn) return;
    // While nothing is written, whoever has confirmed this place is not behind.
    if (last?.lsn === lsn) last.ms = ms;
    else this.#seen.push({ lsn, ms });
    if (this.#seen.length > MOST) this.#seen.shift();
  }

  /**
   * Seconds since the log was at `lsn`, evenly between two places that are known; undefined when it has not been seen as
   * early as that.
   */
  lagAt(lsn: Lsn): number | undefined {
    const last = this.#seen.at(-1);
    if (!last) return undefined;
    if (lsn >= last.lsn) return 0;
    const index = this.#seen.findLastIndex((seen) => seen.lsn <= lsn);
    if (index < 0) return undefined;
    const [before, after] = [this.#seen[index]!, this.#seen[index + 1]!];
    const share = (lsn - before.lsn) / (after.lsn - before.lsn);
    return (last.ms - before.ms - share * (after.ms - before.ms)) / 1_000;
  }
}
