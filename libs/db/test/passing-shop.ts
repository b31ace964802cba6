import {
  createLives,
  loadCatalogue,
  type Change,
  type EventRow,
  type GeneratedTable,
  type Life,
  type Lives,
  type World,
} from '@thelook/models';
import { sql, type Insertable, type Kysely } from 'kysely';
import { bookkeepingTable } from '../src/bookkeeping/bookkeeping-tables.js';
import { bulkInsert, generatedTables, type Database } from '../src/index.js';

export const OPENED_AT = Date.UTC(2026, 2, 1);
export const SPEED = 1_440;
const HISTORY_SINCE = Date.UTC(2025, 2, 1);

/** Shop time runs at {@link SPEED} from the opening on, and before that as real time does. */
export function shopAt(real: number): number {
  return real < OPENED_AT ? real : OPENED_AT + (real - OPENED_AT) * SPEED;
}

function realAt(shop: number): number {
  return shop < OPENED_AT ? shop : Math.floor(OPENED_AT + (shop - OPENED_AT) / SPEED);
}

/** A shop with a history, which lives on in a database for as long as a test wants, on a clock of its own. */
export class PassingShop {
  readonly #db: Kysely<Database>;
  readonly #lives: Lives;
  #ahead: Life[] = [];
  #pages: EventRow[] = [];

  private constructor(db: Kysely<Database>, lives: Lives) {
    this.#db = db;
    this.#lives = lives;
  }

  /** @param lives that began in the year before the opening, and those that begin in the half hour after it */
  static async open(db: Kysely<Database>, before: number, after: number): Promise<PassingShop> {
    const catalogue = await loadCatalogue();
    const shop = new PassingShop(db, createLives({ catalogue, seed: 42, conversion: 0.2 }));
    const history = OPENED_AT - HISTORY_SINCE;
    const live = 1_800_000 * SPEED;
    for (let life = 0; life < before; life += 1)
      shop.#ahead.push(shop.#lives.begin(life, HISTORY_SINCE + (history * life) / before));
    for (let life = 0; life < after; life += 1)
      shop.#ahead.push(shop.#lives.begin(before + life, OPENED_AT + (live * life) / after));
    const clock = sql.raw(bookkeepingTable(db, 'clock'));
    await sql`insert into ${clock} values (to_timestamp(${OPENED_AT / 1_000}::float8),
      to_timestamp(${OPENED_AT / 1_000}::float8), ${SPEED})`.execute(db);
    await shop.goOnUntil(OPENED_AT);
    return shop;
  }

  /** What lies ahead of shoppers who have signed up, by what their ids begin with. */
  get plans(): { user: number; orders: readonly { t: number }[] }[] {
    return this.#ahead
      .map(({ state }) => state as { user?: number; orders: readonly { t: number }[] })
      .flatMap(({ user, orders }) => (user === undefined ? [] : [{ user, orders }]));
  }

  /** Does everything that is due up to a real moment, in the order of time, and notes what is ahead. */
  async goOnUntil(real: number): Promise<void> {
    const changes: Change[] = [];
    const waiting: Life[] = [];
    for (const begun of this.#ahead) {
      let life: Life | undefined = begun;
      while (life && life.due <= shopAt(real)) {
        const step = this.#lives.step(life, this.#world(life));
        changes.push(...step.transaction.changes);
        this.#pages.push(...step.pages);
        life = step.next;
      }
      if (life) waiting.push(life);
    }
    this.#ahead = waiting;
    const isDue = ({ created_at }: EventRow) => created_at.getTime() <= real;
    for (const row of this.#pages.filter(isDue)) changes.push({ op: 'insert', table: 'events', row });
    this.#pages = this.#pages.filter((page) => !isDue(page));
    await this.#db.transaction().execute(async (transaction) => {
      await write(transaction, changes);
      await this.#plan(transaction);
    });
  }

  /** Ids of a history begin with its first year, and the number of the life. */
  #world({ life, due }: Life): World {
    const idTime = (shop: number) => (due < OPENED_AT ? HISTORY_SINCE + life : realAt(shop));
    return { realAt, idTime, shelf: 'made to order' };
  }

  async #plan(db: Kysely<Database>): Promise<void> {
    const agenda = sql.raw(bookkeepingTable(db, 'agenda'));
    await sql`delete from ${agenda}`.execute(db);
    await sql`insert into ${agenda} select run, kind, life, life % 32, to_timestamp(due / 1000), state
      from jsonb_to_recordset(${JSON.stringify(this.#ahead)}::jsonb)
        as ahead (run integer, kind text, life bigint, due float8, state jsonb)`.execute(db);
  }
}

async function write(db: Kysely<Database>, changes: readonly Change[]): Promise<void> {
  for (const table of generatedTables) {
    const rows = changes.flatMap((change) =>
      change.op === 'insert' && change.table === table ? [change.row] : [],
    );
    await bulkInsert(db, table, rows as Insertable<Database[GeneratedTable]>[] as never);
  }
  for (const change of changes) {
    if (change.op === 'insert') continue;
    const key = sql.ref(change.table === 'orders' ? 'order_id' : 'id');
    if (change.op === 'delete') {
      await db
        .deleteFrom(change.table)
        .where(sql<boolean>`${key} = ${change.key}`)
        .execute();
    } else {
      await db
        .updateTable(change.table)
        .set(change.set as never)
        .where(sql<boolean>`${key} = ${change.key}`)
        .execute();
    }
  }
}
