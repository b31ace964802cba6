import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { columnsOf, generatedTables, type Column, type TableName } from '@thelook/db';
import type { Catalogue } from '@thelook/models';
import { makeFolder, UsageError } from '@thelook/service';
import { chunksOf } from '../backfill/chunks.js';
import type { Shard } from '../flags/history-flags.js';
import type { History } from '../backfill/history.js';
import { FilesExistError } from './errors.js';
import { ParquetTableWriter } from './parquet-table-writer.js';
import { PartialFile } from './partial-file.js';
import type { TableWriter } from './table-writer.js';
import { csvWriter, ndjsonWriter } from './text-writer.js';

/** The formats of files, which are also how their names end. */
export const formats = ['csv', 'ndjson', 'parquet'] as const;
export type Format = (typeof formats)[number];

const writers: Readonly<Record<Format, (columns: readonly Column[]) => TableWriter>> = {
  csv: csvWriter,
  ndjson: ndjsonWriter,
  parquet: (columns) => new ParquetTableWriter(columns),
};

export interface ExportOptions {
  history: History;
  catalogue: Catalogue;
  format: Format;
  /** Folder of the files; made when it is missing. */
  out: string;
  shard: Shard;
  /** Replaces files that are there. */
  force: boolean;
  /** Gives up, and leaves nothing behind. */
  signal: AbortSignal;
  /** Told how far it is after some hundreds of users. */
  onProgress?: (done: { users: number; rows: number; bytes: number }) => void;
}

/** A file that has been written. */
export interface ExportedFile {
  path: string;
  rows: number;
  bytes: number;
}

/** Users between two looks at the clock, the signal and whoever else waits. */
const USERS_PER_TURN = 100;

/**
 * Writes a history, or a shard of it, to one file a table, with the memory of a few row groups. The files get their
 * names when all of them are whole. Those of a shard are called `users.2-of-8.csv`; the catalogue's tables come with
 * the first.
 *
 * @returns what has been written; nothing when the signal fired
 * @throws {FilesExistError} for files that are there, without `force`
 * @throws {UsageError} for a folder that cannot be made
 */
export async function exportHistory(options: ExportOptions): Promise<ExportedFile[]> {
  const { format, out, shard, force, signal } = options;
  const isFirst = shard.number === 1;
  const tables: TableName[] = [
    ...(isFirst ? (['products', 'dist_centers'] as const) : []),
    ...generatedTables,
  ];
  const nameOf = (table: string): string =>
    shard.count === 1 ? `${table}.${format}` : `${table}.${shard.number}-of-${shard.count}.${format}`;
  await makeFolder(out).catch((error: Error) => {
    throw new UsageError('--out', out, `a folder that is there or can be made (${error.message})`);
  });
  const taken = await namesTaken(out, tables.map(nameOf));
  if (taken.length > 0 && !force) throw new FilesExistError(out, taken);

  const files = new Map<TableName, TableFile>();
  try {
    for (const table of tables) {
      const file = await PartialFile.create(join(out, nameOf(table)));
      files.set(table, new TableFile(file, writers[format](columnsOf(table))));
    }
    await writeAll(options, files);
    for (const { file } of files.values()) await file.close();
    if (signal.aborted) return [];
    for (const { file } of files.values()) await file.publish();
    return [...files.values()].map(({ rows, file: { path, bytes } }) => ({ path, rows, bytes }));
  } finally {
    for (const { file } of files.values()) await file.discard();
  }
}

async function writeAll(
  { history, catalogue, shard, signal, onProgress }: ExportOptions,
  files: ReadonlyMap<TableName, TableFile>,
): Promise<void> {
  for (const row of catalogue.products) files.get('products')?.add(row);
  for (const row of catalogue.distCenters) files.get('dist_centers')?.add(row);
  const all = [...files.values()];
  let users = 0;
  for (const { from, to } of chunksOf(history.users, shard)) {
    for (let index = from; index < to; index += 1) {
      const { rows } = history.life(index);
      for (const table of generatedTables) {
        const file = files.get(table);
        for (const row of rows[table]) file?.add(row);
      }
      users += 1;
      if (users % USERS_PER_TURN !== 0) continue;
      for (const file of all) await file.flush();
      await nextTurn();
      if (signal.aborted) return;
      onProgress?.({
        users,
        rows: all.reduce((sum, { rows }) => sum + rows, 0),
        bytes: all.reduce((sum, { file }) => sum + file.bytes, 0),
      });
    }
  }
  for (const file of all) await file.end();
}

/** A table on its way to a file. */
class TableFile {
  rows = 0;

  constructor(
    readonly file: PartialFile,
    readonly writer: TableWriter,
  ) {}

  add(row: object): void {
    this.writer.add(row);
    this.rows += 1;
  }

  /** Writes what has come together, once that is worth it. The wait for the disk is what holds the generator back. */
  async flush(): Promise<void> {
    if (this.writer.isFull) await this.file.write(this.writer.take());
  }

  end(): Promise<void> {
    return this.file.write(this.writer.end());
  }
}

async function namesTaken(folder: string, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map((name) =>
      access(join(folder, name)).then(
        () => [name],
        () => [],
      ),
    ),
  );
  return found.flat();
}
