import type { Change, GeneratedTable } from '@thelook/models';
import type { Kysely } from 'kysely';
import { escapeLiteral } from 'pg';
import { laneOf, type AgendaEntry } from '../agenda/agenda-data.js';
import { bookkeepingOf } from '../bookkeeping/bookkeeping-tables.js';
import type { Database } from '../database.js';
import { ArgumentError, BadRowError } from '../errors.js';
import type { Message } from '../pipeline.js';
import { tableReference } from '../table-reference.js';
import { columnNames, generatedTables, tables } from '../tables.js';
import { encodeTimestamp } from '../timestamp-encoder.js';
import { sqlLiteral } from './sql-literal.js';
import type { StepCommit } from './step.js';

type Update = Extract<Change, { op: 'update' }>;

/**
 * A step as statements of one message, in an order in which no row precedes what it refers to: the agenda, which ends
 * it when somebody else was faster; for each table its new rows and its changed ones; then what is deleted, children
 * first.
 *
 * @param number of the step, from 1, for errors
 * @throws {BadRowError} {@link ArgumentError} for a step that makes no sense
 */
export function stepMessage(db: Kysely<Database>, step: StepCommit, number: number): Message {
  const statements = agendaStatements(db, step, number);
  for (const table of generatedTables) {
    statements.push(...insertStatements(db, table, step.changes, number));
    statements.push(...updateStatements(db, table, step.changes, number));
  }
  for (const table of generatedTables.toReversed()) {
    const keys = step.changes.flatMap((change) =>
      change.op === 'delete' && change.table === table ? [keyLiteral(change, number)] : [],
    );
    if (keys.length > 0) {
      statements.push(`delete from ${tableReference(db, table).sql} where ${isOneOf(table, keys)}`);
    }
  }
  return { text: statements.join(';\n'), copies: [] };
}

function agendaStatements(db: Kysely<Database>, { done, next }: StepCommit, number: number): string[] {
  const thelook = bookkeepingOf(db);
  if (!done) return next ? [`insert into ${thelook}.agenda values (${rowOf(next, number)})`] : [];
  const life = `${whole('run', done.run)}, ${escapeLiteral(done.kind)}, ${whole('life', done.life)}`;
  const move = `select ${thelook}.move_step(${life}, ${momentOf(done.due, number)}`;
  if (!next) return [`${move}, null, null)`];
  if (next.run !== done.run || next.kind !== done.kind || next.life !== done.life) {
    throw new ArgumentError(
      'next',
      `${next.run} ${next.kind} ${next.life}`,
      'the next step of the same life',
    );
  }
  return [`${move}, ${momentOf(next.due, number)}, ${jsonOf(next.state, number)})`];
}

function rowOf(entry: AgendaEntry, number: number): string {
  return [
    whole('run', entry.run),
    escapeLiteral(entry.kind),
    whole('life', entry.life),
    laneOf(entry),
    momentOf(entry.due, number),
    jsonOf(entry.state, number),
  ].join(', ');
}

function whole(field: string, value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new ArgumentError(field, value, 'a whole number that is not negative');
  }
  return String(value);
}

function momentOf(due: number, number: number): string {
  const text = Number.isInteger(due) ? encodeTimestamp(new Date(due)) : undefined;
  if (text === undefined)
    throw new BadRowError('agenda', 'due', number, due, 'whole milliseconds since 1970');
  return `'${text}'`;
}

function jsonOf(state: unknown, number: number): string {
  const text = JSON.stringify(state) as string | undefined;
  if (text === undefined) throw new BadRowError('agenda', 'state', number, state, 'what JSON can say');
  return escapeLiteral(text);
}

/**
 * One statement for all new rows of a table. Not COPY, which would be a quarter faster: a pooler of transactions
 * loses count of what is answered when there is one in several messages that travel together.
 */
function insertStatements(
  db: Kysely<Database>,
  table: GeneratedTable,
  changes: readonly Change[],
  number: number,
): string[] {
  const columns = columnNames(table);
  const rows: string[] = [];
  // What a row repeats of the one before is spelt once: half of what web events and pieces say.
  const values: unknown[] = columns.map(() => undefined);
  const literals: string[] = [];
  for (const change of changes) {
    if (change.op !== 'insert' || change.table !== table) continue;
    const row = change.row as unknown as Readonly<Record<string, unknown>>;
    columns.forEach((column, place) => {
      const value = row[column];
      if (rows.length > 0 && Object.is(value, values[place])) return;
      literals[place] = sqlLiteral(table, column, value, number);
      values[place] = value;
    });
    rows.push(`(${literals.join(', ')})`);
  }
  if (rows.length === 0) return [];
  return [`insert into ${tableReference(db, table).sql} (${columns.join(', ')}) values ${rows.join(', ')}`];
}

/** One statement for all rows that change in the same way. */
function updateStatements(
  db: Kysely<Database>,
  table: GeneratedTable,
  changes: readonly Change[],
  number: number,
): string[] {
  const groups = new Map<string, { keys: string[]; set: string; onShelf: boolean }>();
  for (const change of changes) {
    if (change.op !== 'update' || change.table !== table) continue;
    const set = assignments(change, number);
    const onShelf = change.unless === 'sold';
    const name = `${onShelf} ${set}`;
    const group = groups.get(name) ?? { keys: [], set, onShelf };
    groups.set(name, group);
    group.keys.push(keyLiteral(change, number));
  }
  const target = tableReference(db, table).sql;
  return [...groups.values()].map(({ keys, set, onShelf }) => {
    const update = `update ${target} set ${set} where ${isOneOf(table, keys)}`;
    if (!onShelf) return update;
    return `with taken as (${update} and sold_at is null returning 1)
      select ${bookkeepingOf(db)}.expect_rows((select count(*) from taken), ${keys.length})`;
  });
}

function assignments({ table, set, unless }: Update, number: number): string {
  if (unless !== undefined && (unless !== 'sold' || table !== 'inventory_items')) {
    throw new ArgumentError('unless', `${unless} for ${table}`, "'sold' for inventory_items");
  }
  const list = Object.entries(set).map(
    ([column, value]) => `${column} = ${sqlLiteral(table, column, value, number)}`,
  );
  if (list.length === 0) throw new BadRowError(table, undefined, number, set, 'at least one column to set');
  return list.join(', ');
}

function keyLiteral({ table, key }: Exclude<Change, { op: 'insert' }>, number: number): string {
  return sqlLiteral(table, tables[table].primaryKey, key, number);
}

function isOneOf(table: GeneratedTable, keys: readonly string[]): string {
  const { primaryKey } = tables[table];
  const [first] = keys;
  return keys.length === 1 ? `${primaryKey} = ${first}` : `${primaryKey} in (${keys.join(', ')})`;
}
