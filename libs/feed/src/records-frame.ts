import type { SalesRecord } from './sales-record.js';

/** A text frame that is not what the records feed sends. */
export class RecordsFrameError extends Error {
  readonly code = 'THELOOK_RECORDS_FRAME';

  constructor(allowed: string, options?: ErrorOptions) {
    super(`The frame is not of the records feed: it must hold ${allowed}.`, options);
    this.name = 'RecordsFrameError';
  }
}

/**
 * The records feed's text frame: a JSON string that holds a JSON array, as the dashboards of this dataset
 * expect it. An empty window is `"[]"`.
 *
 * @example
 * encodeRecords([]); // '"[]"'
 */
export function encodeRecords(records: readonly SalesRecord[]): string {
  return JSON.stringify(JSON.stringify(records));
}

/**
 * Reads a text frame of the records feed.
 *
 * @throws {RecordsFrameError} when the frame is anything else.
 * @example
 * socket.on('message', (data) => console.table(decodeRecords(data.toString())));
 */
export function decodeRecords(frame: string): SalesRecord[] {
  const inner = parse(frame, 'a JSON string');
  if (typeof inner !== 'string') throw new RecordsFrameError('a JSON string');
  const records = parse(inner, 'a JSON array inside its JSON string');
  if (!Array.isArray(records)) throw new RecordsFrameError('a JSON array inside its JSON string');
  return records;
}

function parse(text: string, allowed: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RecordsFrameError(allowed, { cause });
  }
}
