import type { Column, SqlType } from '@thelook/db';
import { ByteWriter, ParquetWriter, schemaFromColumnData, type BasicType } from 'hyparquet-writer';
import type { TableWriter } from './table-writer.js';

/** Rows in a row group, which is what a writer holds, and a reader at least reads. */
const ROW_GROUP = 10_000;

/** Money is what the generator has, a double: exact for every price of a catalogue of up to 15 digits. */
const parquetTypes: Readonly<Record<SqlType, BasicType>> = {
  uuid: 'UUID',
  text: 'STRING',
  smallint: 'INT32',
  integer: 'INT32',
  numeric: 'DOUBLE',
  'double precision': 'DOUBLE',
  timestamptz: 'TIMESTAMP',
};

interface ParquetColumn {
  name: string;
  type: BasicType;
  nullable: boolean;
  data: unknown[];
}

/** Parquet in compressed (Snappy) row groups: ids are UUIDs, moments UTC milliseconds, and nothing else may be null. */
export class ParquetTableWriter implements TableWriter {
  readonly #columns: readonly ParquetColumn[];
  readonly #bytes = new ByteWriter();
  readonly #parquet: ParquetWriter;
  #rows = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns.map(([name, { type, nullable }]) => ({
      name,
      type: parquetTypes[type],
      nullable,
      data: [],
    }));
    this.#parquet = new ParquetWriter({
      writer: this.#bytes,
      schema: schemaFromColumnData({ columnData: [...this.#columns] }),
      createdBy: 'theLook datagen',
    });
  }

  add(row: object): void {
    const values = row as Readonly<Record<string, unknown>>;
    for (const { name, data } of this.#columns) data.push(values[name]);
    this.#rows += 1;
  }

  get isFull(): boolean {
    return this.#rows >= ROW_GROUP;
  }

  take(): Uint8Array {
    if (this.#rows > 0) {
      const columnData = this.#columns.map(({ name, data }) => ({ name, data, offsetIndex: false }));
      void this.#parquet.write({ columnData, rowGroupSize: this.#rows });
      for (const column of this.#columns) column.data = [];
      this.#rows = 0;
    }
    return this.#drain();
  }

  end(): Uint8Array {
    const groups = this.take().slice();
    void this.#parquet.finish();
    return Buffer.concat([groups, this.#drain()]);
  }

  #drain(): Uint8Array {
    const bytes = this.#bytes.getBytes();
    this.#bytes.index = 0;
    return bytes;
  }
}
