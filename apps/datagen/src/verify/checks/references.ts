import type { TableName } from '@thelook/db';
import type { Rule } from '../check.js';

interface Reference {
  from: TableName;
  /** Key of the row that refers. */
  key: string;
  column: string;
  to: TableName;
  toKey: string;
  /** What may be left empty; by default nothing. */
  optional?: boolean;
}

function reference({ from, key, column, to, toKey, optional = false }: Reference): Rule {
  return {
    kind: 'rule',
    name: `${from}.${column} is in ${to}`,
    table: from,
    reads: { [from]: [key, column], [to]: [toKey] },
    violating: `
      select a.${key} from ${from} a
       where not exists (select from ${to} b where b.${toKey} = a.${column})
         ${optional ? `and a.${column} is not null` : ''}`,
  };
}

/** No row refers to one that is not there. */
export const references: readonly Rule[] = [
  reference({ from: 'orders', key: 'order_id', column: 'user_id', to: 'users', toKey: 'id' }),
  reference({ from: 'order_items', key: 'id', column: 'order_id', to: 'orders', toKey: 'order_id' }),
  reference({ from: 'order_items', key: 'id', column: 'product_id', to: 'products', toKey: 'id' }),
  reference({
    from: 'order_items',
    key: 'id',
    column: 'inventory_item_id',
    to: 'inventory_items',
    toKey: 'id',
  }),
  reference({ from: 'inventory_items', key: 'id', column: 'product_id', to: 'products', toKey: 'id' }),
  reference({ from: 'events', key: 'id', column: 'user_id', to: 'users', toKey: 'id', optional: true }),
  reference({
    from: 'products',
    key: 'id',
    column: 'distribution_center_id',
    to: 'dist_centers',
    toKey: 'id',
  }),
];
