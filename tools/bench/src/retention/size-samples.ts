import { readFile, writeFile } from 'node:fs/promises';

/** What a shop looked like at a moment. */
export interface SizeSample {
  /** Minutes since it was opened. */
  minute: number;
  /** Of its database on disk, indexes included, and of what is kept beside it. */
  megabytes: number;
  users: number;
  orders: number;
  events: number;
  /** Rows that name others which are not there. */
  orphans: number;
  /** Days of shop time since it was opened. */
  days: number;
}

const columns = ['minute', 'megabytes', 'users', 'orders', 'events', 'orphans', 'days'] as const;

/** Writes samples as CSV, with a head. */
export async function writeSamples(file: string, samples: readonly SizeSample[]): Promise<void> {
  const lines = samples.map((sample) => columns.map((column) => Number(sample[column].toFixed(2))).join(','));
  await writeFile(file, [columns.join(','), ...lines, ''].join('\n'));
}

/** @throws {RangeError} for a file that {@link writeSamples} has not written */
export async function readSamples(file: string): Promise<SizeSample[]> {
  const [head, ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
  if (head !== columns.join(','))
    throw new RangeError(`${file} begins with ${head}, not ${columns.join(',')}`);
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    return Object.fromEntries(
      columns.map((column, place) => [column, values[place]]),
    ) as unknown as SizeSample;
  });
}
