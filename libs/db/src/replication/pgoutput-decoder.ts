import {
  Tuple,
  type FormerRow,
  type Lsn,
  type PgoutputMessage,
  type Relation,
  type RelationColumn,
  type ReplicaIdentity,
} from './pgoutput-messages.js';

/** From PostgreSQL's epoch, 2000-01-01, in microseconds since 1970. */
const EPOCH = 946_684_800_000_000;

const identities: Readonly<Record<string, ReplicaIdentity>> = {
  d: 'default',
  n: 'nothing',
  f: 'full',
  i: 'index',
};

/**
 * Reads the messages of PostgreSQL's output plug-in `pgoutput`, version 1 of its protocol, one at a time and in order.
 * Rows are not copied: what a message holds is valid until the next one is decoded.
 *
 * @example
 * const decoder = new PgoutputDecoder();
 * client.start(slot, publication, (bytes) => {
 *   const message = decoder.decode(bytes);
 *   if (message?.kind === 'insert') console.log(message.relation.name, message.after.text(0));
 * });
 */
export class PgoutputDecoder {
  readonly #relations = new Map<number, Relation>();
  readonly #before = new Tuple();
  readonly #after = new Tuple();

  /**
   * @param bytes the content of one XLogData message.
   * @returns undefined for what is of no use: where a type or a transaction comes from.
   * @throws {RangeError} when it is not a message of pgoutput, or about a table that has not been told.
   */
  decode(bytes: Buffer): PgoutputMessage | undefined {
    switch (bytes[0]) {
      case 0x49 /* I */:
        this.#after.read(bytes, 6);
        return { kind: 'insert', relation: this.#relation(bytes, 1), after: this.#after };
      case 0x55 /* U */:
        return this.#update(bytes);
      case 0x44 /* D */:
        this.#before.read(bytes, 6);
        return { kind: 'delete', relation: this.#relation(bytes, 1), before: this.#former(bytes[5]!) };
      case 0x42 /* B */:
        return {
          kind: 'begin',
          commitLsn: readLsn(bytes, 1),
          at: readMoment(bytes, 9),
          xid: bytes.readUInt32BE(17),
        };
      case 0x43 /* C */:
        return {
          kind: 'commit',
          commitLsn: readLsn(bytes, 2),
          end: readLsn(bytes, 10),
          at: readMoment(bytes, 18),
        };
      case 0x52 /* R */:
        return { kind: 'relation', relation: this.#learn(bytes) };
      case 0x54 /* T */:
        return this.#truncate(bytes);
      case 0x4d /* M */:
        return readLogicalMessage(bytes);
      case 0x4f /* O */:
      case 0x59 /* Y */:
        return undefined;
      default:
        throw new RangeError(`a message begins with byte ${bytes[0]}; allowed: B, C, D, I, M, O, R, T, U, Y`);
    }
  }

  #update(bytes: Buffer): PgoutputMessage {
    let before: FormerRow | undefined;
    let at = 5;
    if (bytes[at] !== 0x4e /* N */) {
      before = this.#former(bytes[at]!);
      at = this.#before.read(bytes, at + 1);
    }
    this.#after.read(bytes, at + 1);
    return { kind: 'update', relation: this.#relation(bytes, 1), before, after: this.#after };
  }

  #former(kind: number): FormerRow {
    return { holds: kind === 0x4b /* K */ ? 'key' : 'row', tuple: this.#before };
  }

  #truncate(bytes: Buffer): PgoutputMessage {
    const count = bytes.readInt32BE(1);
    const options = bytes[5]!;
    const relations = Array.from({ length: count }, (_, index) => this.#relation(bytes, 6 + 4 * index));
    return {
      kind: 'truncate',
      relations,
      cascades: (options & 1) !== 0,
      restartsIdentity: (options & 2) !== 0,
    };
  }

  #relation(bytes: Buffer, offset: number): Relation {
    const oid = bytes.readUInt32BE(offset);
    const relation = this.#relations.get(oid);
    if (relation === undefined) throw new RangeError(`nothing has been told of the table with OID ${oid}`);
    return relation;
  }

  /** The server tells of a table before its first change, and again when it has been altered. */
  #learn(bytes: Buffer): Relation {
    const oid = bytes.readUInt32BE(1);
    const schema = readText(bytes, 5);
    const name = readText(bytes, schema.end);
    const replicaIdentity = identities[String.fromCharCode(bytes[name.end]!)] ?? 'nothing';
    const count = bytes.readInt16BE(name.end + 1);
    const columns: RelationColumn[] = [];
    let at = name.end + 3;
    for (let index = 0; index < count; index += 1) {
      const column = readText(bytes, at + 1);
      columns.push({
        name: column.text,
        type: bytes.readUInt32BE(column.end),
        typeModifier: bytes.readInt32BE(column.end + 4),
        isKey: (bytes[at]! & 1) !== 0,
      });
      at = column.end + 8;
    }
    // Without a name it is a table of PostgreSQL's own.
    const relation = { oid, schema: schema.text || 'pg_catalog', name: name.text, replicaIdentity, columns };
    this.#relations.set(oid, relation);
    return relation;
  }
}

function readLogicalMessage(bytes: Buffer): PgoutputMessage {
  const prefix = readText(bytes, 10);
  const length = bytes.readInt32BE(prefix.end);
  return {
    kind: 'message',
    isTransactional: (bytes[1]! & 1) !== 0,
    lsn: readLsn(bytes, 2),
    prefix: prefix.text,
    content: bytes.subarray(prefix.end + 4, prefix.end + 4 + length),
  };
}

/** Eight bytes of a place in the log. */
export function readLsn(bytes: Buffer, offset: number): Lsn {
  return bytes.readUInt32BE(offset) * 2 ** 32 + bytes.readUInt32BE(offset + 4);
}

export function writeLsn(bytes: Buffer, lsn: Lsn, offset: number): void {
  bytes.writeUInt32BE(Math.floor(lsn / 2 ** 32), offset);
  bytes.writeUInt32BE(lsn % 2 ** 32, offset + 4);
}

/**
 * A place in the log as PostgreSQL writes it, as a number.
 *
 * @throws {RangeError} when it is none
 * @example
 * parseLsn('16/B374D848'); // 97500059720
 */
export function parseLsn(text: string): Lsn {
  const [matched, high = '', low = ''] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? [];
  if (matched === undefined)
    throw new RangeError(`the place in the log is ${JSON.stringify(text)}; allowed: 16/B374D848`);
  return Number.parseInt(high, 16) * 2 ** 32 + Number.parseInt(low, 16);
}

/**
 * A place in the log as PostgreSQL writes it.
 *
 * @example
 * formatLsn(97500059720); // '16/B374D848'
 */
export function formatLsn(lsn: Lsn): string {
  return `${Math.floor(lsn / 2 ** 32).toString(16)}/${(lsn % 2 ** 32).toString(16)}`.toUpperCase();
}

function readMoment(bytes: Buffer, offset: number): number {
  return bytes.readInt32BE(offset) * 2 ** 32 + bytes.readUInt32BE(offset + 4) + EPOCH;
}

/** Text up to a zero byte, and the offset behind that. */
function readText(bytes: Buffer, start: number): { text: string; end: number } {
  const end = bytes.indexOf(0, start);
  if (end < 0) throw new RangeError('a message ends within a name');
  return { text: bytes.toString('utf8', start, end), end: end + 1 };
}
