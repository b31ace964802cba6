import { CopyDataBuilder, CopyError, copyTables, type CopyMemory, type Database } from '@thelook/db';
import type { EventRow } from '@thelook/models';
import { withRetries, type Logger } from '@thelook/service';
import type { Kysely } from 'kysely';
import { PageQueue } from './page-queue.js';

const UNIQUE_VIOLATION = '23505';
/** Pages that are written at once. */
const AT_ONCE = 5_000;
/** PostgreSQL takes 65,535 values in a statement. */
const AS_VALUES = 1_000;

export interface PageWriterOptions {
  db: Kysely<Database>;
  logger: Logger;
  signal: AbortSignal;
}

/** Writes the pages of visits under way when they are due, those of many visits together. */
export class PageWriter {
  readonly #options: PageWriterOptions;
  readonly #queue = new PageQueue();
  readonly #builder = new CopyDataBuilder('events');
  #memory: CopyMemory | undefined;

  constructor(options: PageWriterOptions) {
    this.#options = options;
  }

  /** Pages in memory. */
  get size(): number {
    return this.#queue.size;
  }

  /** When the first page is due, in milliseconds since 1970. */
  get next(): number {
    return this.#queue.next;
  }

  add(pages: readonly EventRow[]): void {
    this.#queue.add(pages);
  }

  /** Gives the pages that wait another moment. */
  redate(redate: (moment: number) => number): void {
    this.#queue.redate(redate);
  }

  /** Writes the pages that are due at `now`; gives their number. */
  async flush(now: number): Promise<number> {
    const due = this.#queue.take(now);
    for (let from = 0; from < due.length; from += AT_ONCE) await this.#write(due.slice(from, from + AT_ONCE));
    return due.length;
  }

  async #write(pages: readonly EventRow[]): Promise<void> {
    const { db, logger, signal } = this.#options;
    for (const page of pages) this.#builder.add(page);
    const copy = this.#builder.take(this.#memory);
    try {
      await withRetries(() => copyTables(db, [copy]), { logger, signal });
    } catch (error) {
      // Somebody who went on with one of these visits has written its pages, or we have and did not hear of it.
      if (!(error instanceof CopyError) || error.sqlState !== UNIQUE_VIOLATION) throw error;
      await withRetries(() => this.#writeMissing(pages), { logger, signal });
    }
    this.#memory = copy.data.buffer;
  }

  async #writeMissing(pages: readonly EventRow[]): Promise<void> {
    for (let from = 0; from < pages.length; from += AS_VALUES) {
      await this.#options.db
        .insertInto('events')
        .values(pages.slice(from, from + AS_VALUES))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    }
  }
}
