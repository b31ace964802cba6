/**
 * Writes the answers of docs/analysis.md anew, when the model or a statement has changed.
 *
 *     node --conditions=@thelook/source --import tsx apps/datagen/test/analysis/write.ts
 */
import { startThrowawayServer } from '@thelook/embedded-postgres';
import { readFile, writeFile } from 'node:fs/promises';
import { answered, openHistory, page } from './analysis-page.js';

const server = await startThrowawayServer();
try {
  const { url } = await openHistory(server.url);
  await writeFile(page, await answered(await readFile(page, 'utf8'), url));
} finally {
  await server.stop();
}
