#!/usr/bin/env node
import { createLogger, exitCodeOf, kebabFlags, logFailure, openDatabase, stopSignal } from '@thelook/service';
import { once } from 'node:events';
import { createProgram } from './cli.js';
import { readTlsFiles } from './door/tls-files.js';
import { readTokens } from './option-values.js';
import { startServer } from './server.js';

let logger = createLogger({ name: 'api', env: {} });

const program = createProgram(async ({ quiet, json, tlsCert, tlsKey, ...options }) => {
  logger = createLogger({
    name: 'api',
    level: quiet ? 'warn' : undefined,
    format: json ? 'json' : undefined,
  });
  const tls = readTlsFiles(tlsCert, tlsKey);
  const tokens = readTokens(process.env);
  const signal = stopSignal(logger);
  const database = await openDatabase({ logger, applicationName: 'thelook-api', maxConnections: 3 });
  const { db, config } = database;
  try {
    const server = await startServer({ ...options, tokens, tls, db, config, logger });
    logger.info({ url: server.url, feed: `${server.url.replace('http', 'ws')}/ws` }, 'listening');
    if (!signal.aborted) await once(signal, 'abort');
    await server.close();
    logger.info('closed');
  } finally {
    await database.close();
  }
});

try {
  await program.parseAsync(kebabFlags(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  logFailure(logger, error);
  process.exitCode = exitCodeOf(error);
}
