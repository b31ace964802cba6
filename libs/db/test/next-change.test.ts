import { nextChange, type TableColumns } from '../src/evolution/next-change.js';

const withColumn = (name?: string, type = 'integer', had = 7): TableColumns => ({
  columns: [{ name: 'id', type: 'bigint' }, ...(name === undefined ? [] : [{ name, type }])],
  had,
});

test.each([
  ['create', undefined, /^create table "s"\."t" \(id bigint .*set storage external$/],
  [
    'add',
    withColumn(),
    /^alter table "s"\."t" add column signal_9 integer, alter column signal_9 set default/,
  ],
  ['add', withColumn('mine'), /add column signal_9/],
  ['widen', withColumn('signal_2'), /^alter table "s"\."t" alter column signal_2 type bigint$/],
  ['rename', withColumn('signal_2', 'bigint'), /rename column signal_2 to signal_2_dbm$/],
  ['drop', withColumn('signal_2_dbm', 'bigint'), /drop column signal_2_dbm$/],
  ['create', withColumn(undefined, undefined, 1_500), /^drop table "s"\."t"; create table "s"\."t"/],
  ['widen', withColumn('signal_2', 'integer', 1_500), /signal_2 type bigint$/],
])('the next change is: %s', (kind, found, statement) => {
  expect(nextChange('"s"."t"', found, 9)).toEqual({ kind, statement: expect.stringMatching(statement) });
});
