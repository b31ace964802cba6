import type { TableName } from '@thelook/db';
import type { Profile } from '@thelook/models';
import type { Chance, Target } from './chance.js';
import type { ShopFacts } from './shop-facts.js';

/** What a check can read: the shop's tables, and what has been planned for it. */
export type ReadTable = TableName | 'agenda';

/** The columns that a check reads, by table. It sees no others. */
export type ColumnsRead = Partial<Record<ReadTable, readonly string[]>>;

/**
 * What all kinds of checks have. Besides the columns that it reads, a statement may use:
 *
 * - `:now`, the moment that all checks look at, and `:shop_now`, what shop time it was then;
 * - `shop_time(COLUMN)`, the shop time at the moment in a column; `shop_before(1 minute)`, what shop time it was that much
 *   of real time before now; `shop_ago(30 days)`, the real moment from which that much of shop time has passed;
 * - `speed_changed(FROM, TO)`, whether shop time began to pass at another speed between the moments in two columns, or so
 *   shortly before that not every generator knew;
 * - `:opened`, the moment up to which shop time was real time: the end of a history, of which nothing is ever cleared away;
 * - `:fastest`, how many times as fast as real time shop time has ever passed, and `:tick`, how far a span of shop time
 *   may be off because moments are whole milliseconds.
 */
interface Named {
  /** What holds when all is well, as a sentence about the shop. Names are unique among the checks of a profile. */
  readonly name: string;
  /** The profile in whose shops it holds. Default: in all. */
  readonly profile?: Profile;
  readonly reads: ColumnsRead;
}

/** Something that must hold for every row. */
export interface Rule extends Named {
  readonly kind: 'rule';
  /** The table whose rows it is about. */
  readonly table: ReadTable;
  /** Selects one column, which tells what breaks the rule: an id in most cases. */
  readonly violating: string;
  /** What breaks it is worth a look and no fault: the verdict is `noticed`. */
  readonly informs?: boolean;
  /** Only while a generator is at work. */
  readonly whileOpen?: boolean;
}

export type Weights = Readonly<Record<string, number>>;

/** Values that come up with given likelihoods. */
export interface Shares extends Named {
  readonly kind: 'shares';
  /**
   * The weight of each value, which may depend on what is recorded, or be told by `counted`. A value that is not named
   * must not come up.
   */
  readonly weights?: Weights | ((facts: ShopFacts) => Weights | undefined);
  /** How far a share may be off besides what chance allows. Default: 0. */
  readonly slack?: number;
  /** Selects `value`, `observed` (how often it came up) and, without `weights`, its `weight`. */
  readonly counted: string;
}

/** A share of cases, or the mean of a number, with what it should be. */
export interface Figure extends Named {
  readonly kind: 'figure';
  /** What it should be, or the range in which it should be; undefined where nothing recorded tells. */
  readonly target: Target | ((facts: ShopFacts) => Target | undefined);
  /** What is known about a single value. Default: that it is 0 or 1, as the values of a share are. */
  readonly chance?: Chance;
  /** Why the shop may be off as yet: then the verdict is `noticed`. */
  readonly informs?: string;
  /** Selects `rows` (how many independent values there are) and `observed` (their mean). */
  readonly measured: string;
}

/** One named statement with what it has to give. */
export type Check = Rule | Shares | Figure;
