import type { TableName } from '@thelook/db';

/** The columns that a check reads, by table. It sees no others. */
export type ColumnsRead = Partial<Record<TableName, readonly string[]>>;

interface Named {
  /** What holds when all is well, as a sentence about the shop. Names are unique. */
  readonly name: string;
  readonly reads: ColumnsRead;
}

/** Something that must hold for every row. */
export interface Rule extends Named {
  readonly kind: 'rule';
  /** The table whose rows it is about. */
  readonly table: TableName;
  /** Selects one column, which tells what breaks the rule: an id in most cases. */
  readonly violating: string;
}

/** Values that come up with given likelihoods. */
export interface Shares extends Named {
  readonly kind: 'shares';
  /** The weight of each value; undefined when `counted` tells it. A value that is not named must not come up. */
  readonly weights?: Readonly<Record<string, number>>;
  /** How far a share may be off besides what chance allows. Default: 0. */
  readonly slack?: number;
  /** Selects `value`, `observed` (how often it came up) and, without `weights`, its `weight`. */
  readonly counted: string;
}

/** A number with a given mean. */
export interface Mean extends Named {
  readonly kind: 'mean';
  readonly mean: number;
  readonly variance: number;
  /** The farthest that a single value can be from the mean. */
  readonly reach: number;
  /** Selects `rows` (how many values there are) and `observed` (their mean). */
  readonly measured: string;
}

/** One named statement with what it has to give. */
export type Check = Rule | Shares | Mean;
