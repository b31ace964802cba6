import type { TableName } from '@thelook/db';
import type { Rule } from '../check.js';

function unique(table: TableName, column: string): Rule {
  return {
    kind: 'rule',
    name: `${table}.${column} is unique`,
    table,
    reads: { [table]: [column] },
    violating: `select ${column} from ${table} group by ${column} having count(*) > 1 or ${column} is null`,
  };
}

/** Every row can be named. */
export const keys: readonly Rule[] = [
  unique('users', 'id'),
  unique('orders', 'order_id'),
  unique('order_items', 'id'),
  unique('inventory_items', 'id'),
  unique('events', 'id'),
  unique('products', 'id'),
  unique('dist_centers', 'id'),
  {
    kind: 'rule',
    name: 'order_items.inventory_item_id is unique: no piece is sold twice',
    table: 'order_items',
    reads: { order_items: ['inventory_item_id'] },
    violating: `
      select inventory_item_id from order_items
       where inventory_item_id is not null
       group by inventory_item_id having count(*) > 1`,
  },
];
