import { type Database } from '@thelook/db';
import { readRuns, type RunRecord } from '@thelook/db/internal';
import { MODEL_VERSION, type Catalogue, type Lives } from '@thelook/models';
import { UsageError } from '@thelook/service';
import type { Kysely } from 'kysely';
import { catalogueDigest, livesOf, type RunDescription } from '../run-description.js';

/** The lives of every run that something is ahead of, opened when the first of them is due. */
export class RunsAtWork {
  readonly #db: Kysely<Database>;
  readonly #catalogue: Catalogue;
  readonly #digest: string;
  readonly #lives = new Map<number, Lives>();

  constructor(db: Kysely<Database>, catalogue: Catalogue) {
    this.#db = db;
    this.#catalogue = catalogue;
    this.#digest = catalogueDigest(catalogue);
  }

  /**
   * Opens those of the runs that are not open yet.
   *
   * @throws {UsageError} for one that was opened with another catalogue, or by another version
   */
  async open(runs: Iterable<number>): Promise<void> {
    const closed = [...runs].filter((run) => !this.#lives.has(run));
    if (closed.length === 0) return;
    const records = await readRuns(this.#db);
    for (const run of closed) {
      const record = records.find(({ id }) => id === run);
      if (!record) throw new RangeError(`the agenda has lives of run ${run}, which is not recorded`);
      this.#lives.set(run, this.#livesOf(run, record));
    }
  }

  /** The lives of a run that is open. */
  of(run: number): Lives {
    const lives = this.#lives.get(run);
    if (!lives) throw new RangeError(`run ${run} is not open`);
    return lives;
  }

  #livesOf(run: number, record: RunRecord): Lives {
    const others = 'or --if-exists replace to start from empty tables';
    if (record.catalogue !== this.#digest) {
      throw new UsageError(
        '--data-dir',
        'another catalogue',
        `the one with which run ${run} of this database began, ${others}`,
      );
    }
    if (record.model !== MODEL_VERSION) {
      throw new UsageError(
        'run',
        `${run}, of version ${record.model} of the model`,
        `version ${MODEL_VERSION}, ${others}`,
      );
    }
    return livesOf(record as RunRecord & RunDescription, this.#catalogue, { run });
  }
}
