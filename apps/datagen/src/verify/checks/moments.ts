import type { TableName } from '@thelook/db';
import type { Rule } from '../check.js';

function byNow(table: TableName, key: string, columns: readonly string[]): Rule {
  return {
    kind: 'rule',
    profile: 'living',
    name: `${table}: no moment lies ahead`,
    table,
    reads: { [table]: [key, ...columns] },
    violating: `select ${key} from ${table} where greatest(${columns.join(', ')}) > :now`,
  };
}

function changedLast(table: TableName, key: string, columns: readonly string[]): Rule {
  return {
    kind: 'rule',
    profile: 'living',
    name: `${table}.updated_at is the latest of the moments`,
    table,
    reads: { [table]: [key, 'updated_at', ...columns] },
    // One that lies ahead is the business of another rule.
    violating: `
      select ${key} from ${table}
       where updated_at is distinct from greatest(${columns.join(', ')}) and updated_at <= :now is not false`,
  };
}

const steps = ['created_at', 'shipped_at', 'delivered_at', 'returned_at', 'cancelled_at'];

/** A shop that is open, whose machine's clock may differ from the database's by moments. */
function classicByNow(name: string, table: TableName, key: string): Rule {
  return {
    kind: 'rule',
    profile: 'classic',
    name,
    table,
    reads: { [table]: [key, 'created_at'] },
    violating: `select ${key} from ${table} where created_at > :now + interval '1 minute'`,
  };
}

/** When rows were written and changed, as far as it can be told from a row alone. */
export const moments: readonly Rule[] = [
  classicByNow('orders are placed by now', 'orders', 'order_id'),
  classicByNow('users signed up by now', 'users', 'id'),
  byNow('users', 'id', ['created_at', 'updated_at']),
  byNow('orders', 'order_id', [...steps, 'updated_at']),
  byNow('order_items', 'id', [...steps, 'updated_at']),
  byNow('inventory_items', 'id', ['created_at', 'sold_at']),
  byNow('events', 'id', ['created_at']),
  {
    kind: 'rule',
    profile: 'living',
    name: 'users.updated_at is set, and not before created_at',
    table: 'users',
    reads: { users: ['id', 'created_at', 'updated_at'] },
    violating: 'select id from users where updated_at >= created_at is not true',
  },
  changedLast('orders', 'order_id', steps),
  changedLast('order_items', 'id', steps),
];
