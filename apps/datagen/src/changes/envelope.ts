import { Tuple, type FormerRow, type Lsn, type Relation } from '@thelook/db/internal';
import { JsonBytes } from './json-bytes.js';
import { isAfter, type Written } from './position.js';
import type { ChangeBatch, ChangeEvent } from './sink.js';
import { keyJson, movesKey, planOf, type TablePlan, type TablePlanOptions } from './table-plan.js';

/** `prefix` is `source.name`, too. */
export interface EnvelopeOptions extends TablePlanOptions {
  /** The database's name. */
  database: string;
  /** Of theLook: `source.version`. */
  version: string;
  /** Whether batches tell of each change. */
  needsEvents: boolean;
  /** The clock, in milliseconds since 1970. */
  now(): number;
}

/** The transaction that changes belong to. Moments are in microseconds since 1970. */
export interface EnvelopeTransaction {
  commitLsn: Lsn;
  /** When it was committed. */
  at: number;
  /** Null for what belongs to none. */
  xid: number | null;
  /** Default: `false`, it is none. */
  snapshot?: Snapshot;
}

/** Which row of a snapshot a change is, or that it is none: as Debezium has it. */
export type Snapshot = 'first' | 'true' | 'last' | 'false';

type Op = ChangeEvent['op'];

const fragment = (text: string) => Buffer.from(text);
const BEFORE = fragment('{"before":');
const AFTER = fragment(',"after":');
const SOURCE_ONLY = fragment('{');
const NULL = fragment('null');
const UNAVAILABLE = fragment('"__debezium_unavailable_value"');
const COLLECTION_ORDER = fragment(',"data_collection_order":');
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_FEED = 0x0a;

/**
 * Writes changes as lines of JSON in the envelope of Debezium's connector for PostgreSQL, without its schema. Fixed
 * parts are made once for each table and transaction, and values go from the message to the line without a string in
 * between.
 */
export class EnvelopeWriter {
  readonly #options: EnvelopeOptions;
  /** What the sources of all changes begin with, and their database. */
  readonly #sourceName: string;
  readonly #sourceDatabase: string;
  readonly #out = new JsonBytes();
  readonly #plans = new Map<Relation, TablePlan>();
  #events: ChangeEvent[] = [];
  #transaction = 0;
  #commitLsn: Lsn = 0;
  #number = 0;
  /** Changes up to this position have been written before. */
  readonly #written: Written;
  #skipped = 0;
  #lastCommit: Lsn | null = null;
  #source: Buffer = NULL;
  #sourceMiddle: Buffer = NULL;
  #txId: Buffer = NULL;
  #block: Buffer = NULL;
  #hasBlock = true;
  #tails: Partial<Record<Op, Buffer>> = {};
  #tailMs = 0;

  /** @param written what the sink has already: it is passed over */
  constructor(options: EnvelopeOptions, written: Written = { lsn: 0, number: 0, previous: null }) {
    this.#options = options;
    this.#written = written;
    const { prefix, database, version } = options;
    this.#sourceName = `"source":{"version":${JSON.stringify(version)},"connector":"postgresql","name":${JSON.stringify(prefix)}`;
    this.#sourceDatabase = JSON.stringify(database);
  }

  /** Bytes that have not been taken yet. */
  get length(): number {
    return this.#out.length;
  }

  /** Everything up to here has been written, now or before. */
  get written(): Written {
    const position = { lsn: this.#commitLsn, number: this.#number, previous: this.#lastCommit };
    return isAfter(position, this.#written) ? position : this.#written;
  }

  /** Changes of this transaction follow. */
  begin({ commitLsn, at, xid, snapshot = 'false' }: EnvelopeTransaction): void {
    this.#transaction += 1;
    // Transactions without a change of ours leave no trace, so that a stream that is gone on with is the same.
    if (this.#number > 0 && snapshot === 'false') this.#lastCommit = this.#commitLsn;
    this.#commitLsn = commitLsn;
    this.#number = 0;
    const { lsn, number, previous } = this.#written;
    this.#skipped = commitLsn > lsn ? 0 : commitLsn === lsn ? number : Infinity;
    if (commitLsn === lsn) this.#lastCommit = previous;
    else if (commitLsn > lsn && lsn > (this.#lastCommit ?? 0)) this.#lastCommit = lsn;
    this.#describe(at, snapshot);
    this.#txId = fragment(`${xid ?? 'null'},"lsn":`);
    this.#hasBlock = xid !== null;
    this.#block = fragment(
      xid === null
        ? ',"xmin":null},"transaction":null'
        : `,"xmin":null},"transaction":{"id":"${xid}:${commitLsn}","total_order":`,
    );
    const nowMs = this.#options.now();
    if (nowMs !== this.#tailMs) {
      this.#tailMs = nowMs;
      this.#tails = {};
    }
  }

  #describe(at: number, snapshot: Snapshot): void {
    const last = this.#lastCommit === null ? 'null' : `\\"${this.#lastCommit}\\"`;
    this.#source = fragment(
      `${this.#sourceName},"ts_ms":${Math.floor(at / 1_000)},"snapshot":"${snapshot}","db":${this.#sourceDatabase},"sequence":"[${last},\\"`,
    );
    this.#sourceMiddle = fragment(`\\"]","ts_us":${at},"ts_ns":${at}000`);
  }

  insert(relation: Relation, after: Tuple, lsn: Lsn): void {
    const plan = this.#planOf(relation);
    if (this.#isPassedOver(plan)) return;
    this.#change(plan, 'c', undefined, after, lsn);
  }

  /** A row that a snapshot has found, and which of the snapshot's rows it is. */
  read(
    relation: Relation,
    row: Tuple,
    { lsn, at, snapshot }: { lsn: Lsn; at: number; snapshot: Snapshot },
  ): void {
    const plan = this.#planOf(relation);
    this.#describe(at, snapshot);
    this.#isPassedOver(plan);
    this.#change(plan, 'r', undefined, row, lsn);
  }

  /** A change of the primary key is told as a deletion and a creation, as Debezium does. */
  update(relation: Relation, before: FormerRow | undefined, after: Tuple, lsn: Lsn): void {
    const plan = this.#planOf(relation);
    if (before && movesKey(plan, before.tuple, after)) {
      if (!this.#isPassedOver(plan)) this.#change(plan, 'd', before, undefined, lsn);
      if (!this.#isPassedOver(plan)) this.#change(plan, 'c', undefined, after, lsn, before);
      return;
    }
    if (this.#isPassedOver(plan)) return;
    this.#change(plan, 'u', before?.holds === 'row' ? before : undefined, after, lsn, before);
  }

  delete(relation: Relation, before: FormerRow, lsn: Lsn): void {
    const plan = this.#planOf(relation);
    if (this.#isPassedOver(plan)) return;
    this.#change(plan, 'd', before, undefined, lsn);
  }

  truncate(relation: Relation, lsn: Lsn): void {
    const plan = this.#planOf(relation);
    if (this.#isPassedOver(plan)) return;
    const start = this.#out.length;
    this.#out.copy(SOURCE_ONLY);
    this.#tell(plan, 't', lsn);
    this.#out.byte(CLOSE);
    this.#end(plan.topic, null, 't', start);
  }

  /** What `pg_logical_emit_message` was given. */
  message(prefix: string, content: Buffer, lsn: Lsn): void {
    if (this.#isPassedOver()) return;
    const out = this.#out;
    const start = out.length;
    out.copy(SOURCE_ONLY);
    this.#tell(undefined, 'm', lsn);
    const told = { prefix, content: content.toString('base64') };
    out.copy(fragment(`,"message":${JSON.stringify(told)}}`));
    this.#end(`${this.#options.prefix}.message`, JSON.stringify({ prefix }), 'm', start);
  }

  /** What has been written since the last call. */
  take(): ChangeBatch {
    const events = this.#events;
    this.#events = [];
    return { bytes: this.#out.take(), events };
  }

  /** Takes the memory of a batch back. */
  reuse({ bytes }: ChangeBatch): void {
    this.#out.reuse(bytes);
  }

  /** Counts a change; true when the sink has it already. */
  #isPassedOver(plan?: TablePlan): boolean {
    this.#number += 1;
    if (plan) {
      if (plan.transaction !== this.#transaction) plan.order = 0;
      plan.transaction = this.#transaction;
      plan.order += 1;
    }
    return this.#number <= this.#skipped;
  }

  #change(
    plan: TablePlan,
    op: Op,
    before: FormerRow | undefined,
    after: Tuple | undefined,
    lsn: Lsn,
    former = before,
  ): void {
    const out = this.#out;
    const start = out.length;
    out.copy(BEFORE);
    if (before) this.#row(plan, before.tuple, undefined, before.holds === 'key');
    else out.copy(NULL);
    out.copy(AFTER);
    if (after) this.#row(plan, after, former?.holds === 'row' ? former.tuple : undefined, false);
    else out.copy(NULL);
    out.byte(0x2c);
    this.#tell(plan, op, lsn);
    out.byte(CLOSE);
    const key = this.#options.needsEvents ? keyJson(plan, (after ?? before?.tuple)!) : null;
    this.#end(plan.topic, key, op, start);
  }

  #row(plan: TablePlan, tuple: Tuple, fallback: Tuple | undefined, keyOnly: boolean): void {
    const out = this.#out;
    const { columns } = plan;
    const { bytes } = tuple;
    let isFirst = true;
    out.byte(OPEN);
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index]!;
      if (keyOnly && !column.isKey) continue;
      out.copy(isFirst ? column.bare : column.label);
      isFirst = false;
      const length = tuple.length(index);
      if (length >= 0) column.write(out, bytes, tuple.start(index), length);
      else if (length === Tuple.NULL) out.copy(NULL);
      else if (fallback === undefined || fallback.length(index) === Tuple.UNCHANGED) out.copy(UNAVAILABLE);
      else if (fallback.length(index) === Tuple.NULL) out.copy(NULL);
      else column.write(out, fallback.bytes, fallback.start(index), fallback.length(index));
    }
    out.byte(CLOSE);
  }

  /** From `"source"` to the moments of processing. */
  #tell(plan: TablePlan | undefined, op: Op, lsn: Lsn): void {
    const out = this.#out;
    out.copy(this.#source);
    out.number(lsn);
    out.copy(this.#sourceMiddle);
    out.copy(plan ? plan.names : NO_TABLE);
    out.copy(this.#txId);
    out.number(lsn);
    out.copy(this.#block);
    if (this.#hasBlock) {
      out.number(this.#number);
      out.copy(COLLECTION_ORDER);
      out.number(plan ? plan.order : this.#number);
      out.byte(CLOSE);
    }
    out.copy((this.#tails[op] ??= tailOf(op, this.#tailMs)));
  }

  #end(topic: string, key: string | null, op: Op, start: number): void {
    const end = this.#out.length;
    this.#out.byte(LINE_FEED);
    if (!this.#options.needsEvents) return;
    const position = { lsn: this.#commitLsn, number: this.#number };
    this.#events.push({ position, topic, key, op, start, end });
  }

  #planOf(relation: Relation): TablePlan {
    let plan = this.#plans.get(relation);
    if (plan) return plan;
    plan = planOf(relation, this.#options);
    // The server tells anew of a table that was altered, or that it has forgotten, also within a transaction.
    for (const [known, { transaction, order }] of this.#plans) {
      if (known.oid !== relation.oid) continue;
      this.#plans.delete(known);
      Object.assign(plan, { transaction, order });
    }
    this.#plans.set(relation, plan);
    return plan;
  }
}

const NO_TABLE = fragment(',"schema":"","table":"","txId":');

function tailOf(op: Op, ms: number): Buffer {
  return fragment(`,"op":"${op}","ts_ms":${ms},"ts_us":${ms}000,"ts_ns":${ms}000000`);
}
