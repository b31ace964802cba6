import { closeSync, fchownSync, fstatSync, ftruncateSync, openSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isRoot } from './unprivileged-user.js';

/** A log that has grown beyond this is emptied before the next start. */
const MAX_LOG_BYTES = 4 * 1024 * 1024;
const QUOTED_BYTES = 4096;
const QUOTED_LINES = 20;

/** Opens the log for a child process to append to; call `close` once the child has it. */
export function openLog(path: string, maxBytes = MAX_LOG_BYTES): { fd: number; close(): void } {
  const fd = openSync(path, 'a', 0o600);
  if (fstatSync(fd).size > maxBytes) ftruncateSync(fd);
  if (isRoot()) {
    const { uid, gid } = statSync(dirname(path));
    fchownSync(fd, uid, gid);
  }
  return { fd, close: () => closeSync(fd) };
}

/** How long the log is now: what comes later begins there. */
export function logSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last lines that the log got since it was `from` bytes long, ready to be put at the end of a message. */
export async function quoteLog(path: string, from: number): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const start = Math.max(size < from ? 0 : from, size - QUOTED_BYTES);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(QUOTED_BYTES), position: start });
    const text = buffer.toString('utf8', 0, bytesRead).trimEnd();
    if (text === '') return `\n(nothing in ${path})`;
    return `\nThe end of ${path}:\n${text.split('\n').slice(-QUOTED_LINES).join('\n')}`;
  } finally {
    await file.close();
  }
}
