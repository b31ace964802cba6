import { createReadings } from './device-readings.js';

export type SchemaChangeKind = 'create' | 'add' | 'widen' | 'rename' | 'drop';

export interface PlannedChange {
  kind: SchemaChangeKind;
  statement: string;
}

export interface TableColumn {
  name: string;
  /** As `format_type` writes it. */
  type: string;
}

export interface TableColumns {
  columns: readonly TableColumn[];
  /** How many it has had in all, those included that were dropped. */
  had: number;
}

/** The column that comes and goes, by the number of the change that adds it; with its unit once it is renamed. */
const changing = /^signal_\d+(_dbm)?$/;

/** PostgreSQL has room for 1600 columns in the whole life of a table. */
const MOST_COLUMNS = 1_500;

/**
 * What comes next by the columns that are there: a column of integers is added, with a default by which new rows get
 * values and old ones stay null; it is widened to bigint, for which the server writes the table anew; it is renamed, and
 * dropped. A table that has had 1500 columns is made anew.
 *
 * @param table quoted
 * @param found undefined: there is no table
 * @param number of the change
 */
export function nextChange(table: string, found: TableColumns | undefined, number: number): PlannedChange {
  if (!found) return { kind: 'create', statement: createReadings(table) };
  const column = found.columns.find(({ name }) => changing.test(name));
  const alter = (kind: SchemaChangeKind, action: string) => ({
    kind,
    statement: `alter table ${table} ${action}`,
  });
  if (column) {
    const { name, type } = column;
    if (type === 'integer') return alter('widen', `alter column ${name} type bigint`);
    return name.endsWith('_dbm')
      ? alter('drop', `drop column ${name}`)
      : alter('rename', `rename column ${name} to ${name}_dbm`);
  }
  if (found.had >= MOST_COLUMNS) {
    return { kind: 'create', statement: `drop table ${table}; ${createReadings(table)}` };
  }
  const name = `signal_${number}`;
  return alter(
    'add',
    `add column ${name} integer, alter column ${name} set default (-120 * random())::integer`,
  );
}
