import fc from 'fast-check';

/** A few ids, so that writers meet. */
const uuid = (kind: number, n: number) =>
  `00000000-0000-4000-8000-${String(kind * 1000 + n).padStart(12, '0')}`;
const itemId = fc.nat({ max: 24 }).map((n) => uuid(1, n));
const userId = fc.nat({ max: 6 }).map((n) => uuid(2, n));
const productId = fc.nat({ max: 5 });
/** Seconds from the clock: old, at the edges of the windows, now, in the future; with microseconds. */
const age = fc.oneof(
  fc.constantFrom(-1900, -1800, -301, -300.000001, -300, -60.000001, -60, -59.999999, -1, 0, 0.000001, 30),
  fc.integer({ min: -1_900_000_000, max: 60_000_000 }).map((micros) => micros / 1e6),
  fc.integer({ min: -70_000_000, max: 0 }).map((micros) => micros / 1e6),
);
const status = fc.constantFrom('Processing', 'Shipped', 'Complete', 'Cancelled', 'Returned');
const price = fc.integer({ min: 0, max: 99_999 }).map((cents) => cents / 100);
const text = fc.constantFrom('China', 'Brasil', "Côte d'Ivoire", 'Österreich', '');

/** What there is before: most of the users, products and items. */
export const beginning = `
  truncate order_items, users, products;
  update clock set at = '2026-06-01';
  insert into users
    select ('${uuid(2, 0).slice(0, -1)}' || n)::uuid, '', '', '', 30, 'F', '', '', '', '', 'China', 0, 0, 'Search', now()
    from generate_series(0, 5) as n;
  insert into products
    select n, 10, 'Jeans', null, 'Brand', 1, 'Women', '', 1 from generate_series(0, 4) as n;
  insert into order_items
    select ('${uuid(1, 10).slice(0, -2)}' || n)::uuid, gen_random_uuid(), users.id, n % 6, gen_random_uuid(), 'Complete',
      clock.at - (n - 10) * interval '20 seconds', null, null, null, n
    from generate_series(10, 24) as n join users on users.id::text like '%' || n % 5, clock`;

export type Write =
  | { kind: 'sql'; text: string; values: unknown[] }
  | { kind: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'undo' };

const statement = <Values extends unknown[]>(
  sql: string,
  ...values: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> }
): fc.Arbitrary<Write> =>
  fc.tuple(...values).map((parameters) => ({ kind: 'sql', text: sql, values: parameters }));

const at = (parameter: number) => `(select at from clock) + $${parameter} * interval '1 second'`;
const noise = `gen_random_uuid()`;

const insertItem = statement(
  `insert into order_items (id, order_id, user_id, product_id, inventory_item_id, status, created_at, sale_price)
   values ($1, ${noise}, $2, $3, ${noise}, $4, ${at(5)}, $6) on conflict do nothing`,
  itemId,
  userId,
  productId,
  status,
  age,
  price,
);

const writes: [weight: number, write: fc.Arbitrary<Write>][] = [
  [25, insertItem],
  [4, statement('update order_items set status = $2 where id = $1', itemId, status)],
  [3, statement(`update order_items set created_at = ${at(2)} where id = $1`, itemId, age)],
  [2, statement('update order_items set user_id = $2 where id = $1', itemId, userId)],
  [
    2,
    statement(
      'update order_items set product_id = $2, sale_price = $3 where id = $1',
      itemId,
      productId,
      price,
    ),
  ],
  [1, statement('update order_items set shipped_at = now() where id = $1', itemId)],
  [2, statement('update order_items set id = $2 where id = $1', itemId, itemId)],
  [1, statement('update order_items set status = $1', status)],
  [4, statement('delete from order_items where id = $1', itemId)],
  [
    5,
    statement(
      `insert into users select $1, '', '', '', $2, 'F', '', '', '', '', $3, 0, 0, 'Search', now()
       on conflict (id) do update set age = excluded.age`,
      userId,
      fc.integer({ min: 12, max: 70 }),
      text,
    ),
  ],
  [2, statement('update users set country = $2 where id = $1', userId, text)],
  [1, statement('update users set email = $2 where id = $1', userId, text)],
  [2, statement('update users set id = $2 where id = $1', userId, userId)],
  [2, statement('delete from users where id = $1', userId)],
  [
    4,
    statement(
      `insert into products values ($1, $2, 'Jeans', null, $3, 1, 'Men', '', 1)
       on conflict (id) do update set cost = excluded.cost, brand = excluded.brand`,
      productId,
      price,
      fc.option(text),
    ),
  ],
  [1, statement('update products set id = $2 where id = $1', productId, productId)],
  [1, statement('delete from products where id = $1', productId)],
  [5, fc.constant({ kind: 'begin' })],
  [4, fc.constant({ kind: 'commit' })],
  [2, fc.constant({ kind: 'rollback' })],
  [1, fc.constant({ kind: 'savepoint' })],
  [1, fc.constant({ kind: 'undo' })],
];

const someWrites = fc.array(fc.oneof(...writes.map(([weight, arbitrary]) => ({ weight, arbitrary }))), {
  maxLength: 8,
});

/** What happens between two comparisons: writers at once, each on a connection of its own, and a turn of the clock. */
export interface Round {
  writers: Write[][];
  /** Seconds. */
  clock: number;
  /** The connection that the changes come through is cut. */
  cut: boolean;
  /** A table that is emptied meanwhile, if nobody is in a transaction with it. */
  truncated: string | undefined;
}

/** A history of three writers. Transactions stay open from one round to the next. */
export const history: fc.Arbitrary<Round[]> = fc.array(
  fc.record({
    writers: fc.array(someWrites, { minLength: 3, maxLength: 3 }),
    clock: fc.oneof(
      { weight: 14, arbitrary: fc.constantFrom(0, 0.000001, 1, 59, 240) },
      { weight: 1, arbitrary: fc.constantFrom(-1, -20, -300, -86_400) },
    ),
    cut: fc.nat({ max: 29 }).map((n) => n === 0),
    truncated: fc.oneof(
      { weight: 24, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom('order_items', 'users', 'products') },
    ),
  }),
  { minLength: 2, maxLength: 8 },
);
