import { randomBytes } from 'node:crypto';
import { type ConnectionConfig, type Database } from '@thelook/db';
import {
  microseconds,
  PgoutputDecoder,
  publishVisits,
  readSegments,
  ReplicationClient,
  type Relation,
  type Tuple,
} from '@thelook/db/internal';
import type { Visits } from '@thelook/feed';
import type { Logger } from '@thelook/service';
import { sql, type Kysely } from 'kysely';
import { VisitCounters } from './visit-counters.js';

/** How long nobody may ask before the stream is given up. */
const UNASKED_MS = 60_000;
/** How often idle visits are forgotten, and somebody who asks is looked for. */
const SWEEP_MS = 5_000;
/** How often the shop's speed is read: visits are never forgotten sooner than in this time. */
const SPEED_MS = 60_000;
/** After a failure the stream is not opened again before so long. */
const RETRY_MS = 10_000;
/** A visit without a page for so long is over, in microseconds of shop time; its pages are written in batches. */
const IDLE_SHOP = 30 * 60e6;
const MIN_IDLE = 60e6;

export interface VisitsStreamOptions {
  config: ConnectionConfig;
  db: Kysely<Database>;
  logger: Logger;
  /** Milliseconds without a question after which the stream is given up. Default: a minute. */
  unaskedMs?: number;
  /** Milliseconds from a failure to the next try. Default: ten seconds. */
  retryMs?: number;
}

/**
 * The pages that are visited, followed over a connection and a slot of its own, so that no window waits for them; only
 * while somebody asks.
 */
export class VisitsStream {
  readonly #options: VisitsStreamOptions;
  #counters: VisitCounters | undefined;
  #client: ReplicationClient | undefined;
  #isOpening = false;
  #isStopped = false;
  #askedAt = -Infinity;
  #retryAt = -Infinity;
  #idle = IDLE_SHOP;
  #speedReadAt = -Infinity;
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: VisitsStreamOptions) {
    this.#options = options;
  }

  /** Whether the stream is followed now. */
  get isFollowing(): boolean {
    return this.#counters !== undefined;
  }

  /**
   * The visits of the window that ends at `at`, in milliseconds since 1970; null while the stream is not followed.
   * Whoever asks begins to follow it.
   */
  visits(at: number, windowSeconds: number): Visits | null {
    this.#askedAt = performance.now();
    const counters = this.#counters;
    if (!counters) {
      void this.#open();
      return null;
    }
    const counts = counters.counts(at, windowSeconds);
    return {
      since: counters.since * 1_000,
      by_source:
        counts?.map(({ source, stages: [visits = 0, products = 0, carts = 0, purchases = 0] }) => ({
          ...{ source, visits, products, carts, purchases },
        })) ?? null,
    };
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#close();
  }

  async #open(): Promise<void> {
    if (this.#isOpening || this.#isStopped || performance.now() < this.#retryAt) return;
    this.#isOpening = true;
    try {
      await this.#follow();
    } catch (error) {
      this.#options.logger.info(
        { reason: error instanceof Error ? error.message : String(error) },
        'visits are not followed',
      );
      this.#retryAt = performance.now() + (this.#options.retryMs ?? RETRY_MS);
      await this.#close();
    } finally {
      this.#isOpening = false;
    }
  }

  async #follow(): Promise<void> {
    const { config, db } = this.#options;
    const publication = await publishVisits(db);
    const client = await ReplicationClient.connect(config);
    this.#client = client;
    const slot = await client.createSlot(`thelook_visits_${randomBytes(8).toString('hex')}`);
    // What is visited after this moment is committed after the slot was made.
    const { rows } = await sql<{ now: number }>`
      select (extract(epoch from now()) * 1000000)::float8 as now`.execute(db);
    const counters = new VisitCounters(rows[0]!.now);
    if (this.#isStopped) return this.#close();
    const read = pageReader(config.schema);
    const decoder = new PgoutputDecoder();
    client.start(slot, publication, (bytes) => {
      const message = decoder.decode(bytes);
      if (message?.kind === 'insert') {
        const page = read(message.relation, message.after);
        if (page) counters.note(page);
      } else if (message?.kind === 'commit') client.confirm(message.end);
    });
    this.#counters = counters;
    void client.ended.then((reason) => {
      if (this.#client !== client) return;
      this.#retryAt = performance.now() + (this.#options.retryMs ?? RETRY_MS);
      this.#options.logger.info({ reason: reason?.message }, 'visits are not followed any more');
      void this.#close();
    });
    const { unaskedMs = UNASKED_MS } = this.#options;
    this.#sweep = setInterval(() => void this.#look(unaskedMs), Math.min(SWEEP_MS, unaskedMs));
    this.#sweep.unref();
  }

  async #look(unaskedMs: number): Promise<void> {
    if (performance.now() - this.#askedAt > unaskedMs) return this.#close();
    this.#counters?.forgetIdle(this.#idle);
    if (performance.now() - this.#speedReadAt < SPEED_MS) return;
    this.#speedReadAt = performance.now();
    // Without the generator's tables, shop time is real time.
    const segments = await readSegments(this.#options.db).catch(() => []);
    const speed = segments.at(-1)?.speed ?? 1;
    this.#idle = Math.max(MIN_IDLE, speed > 0 ? IDLE_SHOP / speed : Infinity);
  }

  async #close(): Promise<void> {
    clearInterval(this.#sweep);
    const client = this.#client;
    this.#client = undefined;
    this.#counters = undefined;
    await client?.close().catch(() => undefined);
  }
}

/** Reads pages out of the rows of the table of events, wherever its columns are. */
function pageReader(schema: string) {
  let known: Relation | undefined;
  let places: Record<'session' | 'number' | 'source' | 'type' | 'moment', number> | undefined;
  return (relation: Relation, row: Tuple) => {
    if (relation !== known) {
      known = relation;
      const at = (name: string) => relation.columns.findIndex((column) => column.name === name);
      places =
        relation.schema === schema && relation.name === 'events'
          ? {
              ...{ session: at('session_id'), number: at('sequence_number'), source: at('traffic_source') },
              ...{ type: at('event_type'), moment: at('created_at') },
            }
          : undefined;
    }
    if (!places) return undefined;
    return {
      session: row.text(places.session) ?? '',
      number: Number(row.text(places.number)),
      source: row.text(places.source) ?? '',
      type: row.text(places.type) ?? '',
      moment: microseconds(row.text(places.moment) ?? ''),
    };
  };
}
