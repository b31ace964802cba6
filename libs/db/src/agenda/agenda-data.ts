import type { CopyData } from '../copy-data.js';
import type { CopyMemory } from '../field-buffer.js';
import { RowWriter, type WrittenColumn } from '../row-writer.js';

/** What a life does next. There is at most one for each life. */
export interface AgendaEntry {
  /** The run that it belongs to, a row of `thelook.runs`. */
  run: number;
  kind: 'shopper' | 'product';
  /** Its number: that of a shopper in the run, or the product's id. */
  life: number;
  /** When, in shop time: whole milliseconds since 1970. */
  due: number;
  /** What cannot be computed again; anything that JSON can say. */
  state: unknown;
}

/** Parts of the agenda, each of which one generator works through at a time. */
export const LANES = 32;

const column = (name: string, type: WrittenColumn[1]['type']): WrittenColumn => [
  name,
  { type, nullable: false },
];

/** The columns of the agenda's table, in order. */
export const agendaColumns: readonly WrittenColumn[] = [
  column('run', 'integer'),
  column('kind', 'text'),
  column('life', 'bigint'),
  column('lane', 'smallint'),
  column('due', 'timestamptz'),
  column('state', 'jsonb'),
];

/**
 * The lane of a life, from 0 to 31: always the same, and as many lives in each.
 *
 * @example
 * laneOf({ run: 1, life: 42 }) < LANES; // true
 */
export function laneOf({ run, life }: { run: number; life: number }): number {
  // Two rounds of a multiplication by odd numbers and a fold mix the low bits of both well enough for 32 lanes.
  let hash = Math.imul(run ^ Math.imul(life, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) & (LANES - 1);
}

/**
 * Turns entries into data for `copyTables`, so that they are committed together with the rows that they continue.
 *
 * @example
 * const agenda = new AgendaDataBuilder();
 * agenda.add({ run: 1, kind: 'shopper', life: 42, due: Date.UTC(2026, 0, 1), state: { orders: [] } });
 * await copyTables(db, [agenda.take()]); // { rows: 1 }
 */
export class AgendaDataBuilder {
  readonly #writer: RowWriter;

  /** @param memory as for `CopyDataBuilder` */
  constructor(memory?: CopyMemory) {
    this.#writer = new RowWriter('agenda', agendaColumns, memory);
  }

  /** @throws {BadRowError} for an entry that does not fit; it is not added. */
  add(entry: AgendaEntry): void {
    const to = this.#writer;
    to.begin();
    to.integer(entry.run);
    to.text(entry.kind);
    to.bigint(entry.life);
    to.smallint(laneOf(entry));
    to.timestamp(Number.isInteger(entry.due) ? new Date(entry.due) : (entry.due as unknown as Date));
    to.json(entry.state);
    to.end();
  }

  /**
   * What has been added since the last time.
   *
   * @param memory for the entries to come; by default new one
   */
  take(memory?: CopyMemory): CopyData<'agenda'> {
    return { table: 'agenda', ...this.#writer.take(memory) };
  }
}
