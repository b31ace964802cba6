import type { Relation, Tuple } from '@thelook/db/internal';
import { writerOf, type DecimalMode, type WriteValue } from './column-json.js';
import { JsonBytes } from './json-bytes.js';

/** How a column is written into a line. */
interface WrittenColumn {
  /** `"name":`, with a comma before all but the first. */
  label: Buffer;
  bare: Buffer;
  write: WriteValue;
  isKey: boolean;
}

/** What is the same for all changes of a table. */
export interface TablePlan {
  relation: Relation;
  topic: string;
  /** `,"schema":"s","table":"t","txId":` */
  names: Buffer;
  columns: readonly WrittenColumn[];
  /** Places of the key's columns. */
  key: readonly number[];
  /** How many of its changes the transaction has had so far. */
  order: number;
  transaction: number;
}

export interface TablePlanOptions {
  /** What topics begin with. */
  prefix: string;
  decimals: DecimalMode;
  /** The columns of a table's primary key; undefined for one that has none, or is not known. */
  keyOf(schema: string, table: string): readonly string[] | undefined;
}

const NULL = Buffer.from('null');
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Prepares a table, which the server has just told of. */
export function planOf(relation: Relation, { prefix, decimals, keyOf }: TablePlanOptions): TablePlan {
  const { schema, name, replicaIdentity } = relation;
  const primary = keyOf(schema, name);
  const isKey = (column: Relation['columns'][number]) =>
    primary ? primary.includes(column.name) : replicaIdentity !== 'full' && column.isKey;
  const columns = relation.columns.map((column): WrittenColumn => {
    const bare = `${JSON.stringify(column.name)}:`;
    return {
      label: Buffer.from(`,${bare}`),
      bare: Buffer.from(bare),
      write: writerOf(column.type, decimals),
      isKey: isKey(column),
    };
  });
  return {
    relation,
    topic: `${prefix}.${schema}.${name}`,
    names: Buffer.from(`,"schema":${JSON.stringify(schema)},"table":${JSON.stringify(name)},"txId":`),
    columns,
    key: columns.flatMap((column, index) => (column.isKey ? [index] : [])),
    order: 0,
    transaction: 0,
  };
}

/** Whether an update changes the primary key. */
export function movesKey({ key }: TablePlan, before: Tuple, after: Tuple): boolean {
  for (const index of key) {
    const length = before.length(index);
    if (length !== after.length(index)) return true;
    const [one, other] = [before.start(index), after.start(index)];
    if (length > 0 && before.bytes.compare(after.bytes, other, other + length, one, one + length) !== 0)
      return true;
  }
  return false;
}

const keyBytes = new JsonBytes();

/** The key of a row as JSON; null for a table without one. */
export function keyJson({ key, columns }: TablePlan, tuple: Tuple): string | null {
  if (key.length === 0) return null;
  keyBytes.byte(OPEN);
  key.forEach((index, place) => {
    const column = columns[index]!;
    keyBytes.copy(place === 0 ? column.bare : column.label);
    const length = tuple.length(index);
    if (length < 0) keyBytes.copy(NULL);
    else column.write(keyBytes, tuple.bytes, tuple.start(index), length);
  });
  keyBytes.byte(CLOSE);
  const taken = keyBytes.take();
  const text = taken.toString();
  keyBytes.reuse(taken);
  return text;
}
