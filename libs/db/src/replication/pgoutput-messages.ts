/**
 * A place in the server's log, in bytes since its beginning: what PostgreSQL writes as `16/B374D848`. A number holds
 * it exactly for the first eight pebibytes.
 */
export type Lsn = number;

/** What a change tells of the row as it was: `default` its key, `full` all of it, `nothing` not even that. */
export type ReplicaIdentity = 'default' | 'nothing' | 'full' | 'index';

export interface RelationColumn {
  readonly name: string;
  /** OID of its type. */
  readonly type: number;
  readonly typeModifier: number;
  /** It belongs to what identifies a row; with replica identity FULL every column does. */
  readonly isKey: boolean;
}

/** A table as it was when the changes that follow were made. */
export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly replicaIdentity: ReplicaIdentity;
  readonly columns: readonly RelationColumn[];
}

/** A row in a message: the text of its values, without a copy. Valid until the next message is decoded. */
export class Tuple {
  #bytes: Buffer = Buffer.alloc(0);
  #starts = new Int32Array(16);
  #lengths = new Int32Array(16);
  #count = 0;

  static readonly NULL = -1;
  /** The value is stored out of line and has not changed: the server leaves it out. */
  static readonly UNCHANGED = -2;

  get count(): number {
    return this.#count;
  }

  /** The message that the values lie in. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Where the text of a column begins in {@link bytes}. */
  start(column: number): number {
    return this.#starts[column]!;
  }

  /** Its length in bytes, or {@link NULL}, or {@link UNCHANGED}. */
  length(column: number): number {
    return column < this.#count ? this.#lengths[column]! : Tuple.UNCHANGED;
  }

  /** The text of a column; null for NULL, undefined for a value that was left out. */
  text(column: number): string | null | undefined {
    const length = this.length(column);
    if (length < 0) return length === Tuple.NULL ? null : undefined;
    const start = this.#starts[column]!;
    return this.#bytes.toString('utf8', start, start + length);
  }

  /** Reads a row that begins at `offset`, and gives the offset behind it. */
  read(bytes: Buffer, offset: number): number {
    const count = bytes.readUInt16BE(offset);
    if (count > this.#starts.length) {
      this.#starts = new Int32Array(count);
      this.#lengths = new Int32Array(count);
    }
    this.#bytes = bytes;
    this.#count = count;
    let at = offset + 2;
    for (let column = 0; column < count; column += 1) {
      const kind = bytes[at]!;
      at += 1;
      if (kind === 0x74 /* t */) {
        const length = bytes.readInt32BE(at);
        this.#starts[column] = at + 4;
        this.#lengths[column] = length;
        at += 4 + length;
      } else if (kind === 0x6e /* n */) this.#lengths[column] = Tuple.NULL;
      else if (kind === 0x75 /* u */) this.#lengths[column] = Tuple.UNCHANGED;
      else throw new RangeError(`column ${column} is of kind ${kind}; allowed: n, u, t`);
    }
    return at;
  }
}

/**
 * A row of texts as if it had come in a message, for what reads rows of messages; valid until the next call.
 *
 * @example
 * const tupleOf = tupleMaker();
 * tupleOf(['7', null]).text(0); // '7'
 */
export function tupleMaker(): (texts: readonly (string | null)[]) => Tuple {
  const tuple = new Tuple();
  return (texts) => {
    const length = texts.reduce((sum, text) => sum + 5 + (text === null ? 0 : Buffer.byteLength(text)), 2);
    const bytes = Buffer.allocUnsafe(length);
    let at = bytes.writeUInt16BE(texts.length, 0);
    for (const text of texts) {
      at = bytes.writeUInt8(text === null ? 0x6e : 0x74, at);
      if (text === null) continue;
      const written = bytes.write(text, at + 4);
      at = bytes.writeInt32BE(written, at) + written;
    }
    tuple.read(bytes, 0);
    return tuple;
  };
}

/** The row as it was: its key only, or all of it. */
export interface FormerRow {
  readonly holds: 'key' | 'row';
  readonly tuple: Tuple;
}

/** What `pgoutput` writes, one message at a time. Moments are in microseconds since 1970. */
export type PgoutputMessage =
  | { kind: 'begin'; commitLsn: Lsn; at: number; xid: number }
  /** @property end behind the transaction: what may be confirmed when all of it is stored. */
  | { kind: 'commit'; commitLsn: Lsn; end: Lsn; at: number }
  | { kind: 'relation'; relation: Relation }
  | { kind: 'insert'; relation: Relation; after: Tuple }
  | { kind: 'update'; relation: Relation; before: FormerRow | undefined; after: Tuple }
  | { kind: 'delete'; relation: Relation; before: FormerRow }
  | { kind: 'truncate'; relations: readonly Relation[]; cascades: boolean; restartsIdentity: boolean }
  | { kind: 'message'; isTransactional: boolean; lsn: Lsn; prefix: string; content: Buffer };
