import type { Catalogue } from './catalogue.js';

/** A column: its values, or, where they repeat, each of them once and which of them each row has. */
type PackedColumn = readonly unknown[] | { values: readonly unknown[]; rows: readonly number[] };

type PackedTable = Readonly<Record<string, PackedColumn>>;

/** A catalogue as the package carries it: column by column, half the size of its rows, and JSON. */
export type PackedCatalogue = Readonly<Record<keyof Catalogue, PackedTable>>;

/**
 * Packs a catalogue for the package.
 *
 * @example
 * packCatalogue(catalogue).distCenters; // { id: [1, 2], name: ['Memphis TN', 'Chicago IL'], … }
 */
export function packCatalogue({ products, distCenters, places }: Catalogue): PackedCatalogue {
  return { products: packTable(products), distCenters: packTable(distCenters), places: packTable(places) };
}

/** The rows again, new ones at each call. */
export function unpackCatalogue({ products, distCenters, places }: PackedCatalogue): Catalogue {
  return {
    products: unpackTable(products),
    distCenters: unpackTable(distCenters),
    places: unpackTable(places),
  };
}

function packTable(rows: readonly object[]): PackedTable {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, packColumn(rows.map((row) => (row as Record<string, unknown>)[name]))]),
  );
}

function packColumn(column: readonly unknown[]): PackedColumn {
  const values = [...new Set(column)];
  if (values.length > column.length / 2) return column;
  const places = new Map(values.map((value, place) => [value, place]));
  return { values, rows: column.map((value) => places.get(value)!) };
}

function unpackTable<Row>(table: PackedTable): Row[] {
  const columns = Object.entries(table).map(([name, column]) => {
    return 'rows' in column ? { name, ...column } : { name, values: column, rows: undefined };
  });
  const [first] = columns;
  const count = (first?.rows ?? first?.values ?? []).length;
  return Array.from({ length: count }, (_, index) => {
    const row: Record<string, unknown> = {};
    for (const { name, values, rows } of columns) row[name] = values[rows ? rows[index]! : index];
    return row as Row;
  });
}
