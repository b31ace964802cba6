#!/usr/bin/env node
import { createLogger, exitCodeOf, kebabFlags, logFailure, stopSignal } from '@thelook/service';
import { createProgram } from './cli.js';
import { serve } from './serve.js';

let logger = createLogger({ name: 'datagen', env: {} });

const program = createProgram(async ({ quiet, json, ...options }) => {
  logger = createLogger({
    name: 'datagen',
    level: quiet ? 'warn' : undefined,
    format: json ? 'json' : undefined,
  });
  await serve({ quiet, json, ...options }, { logger, signal: stopSignal(logger) });
});

try {
  await program.parseAsync(kebabFlags(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  logFailure(logger, error);
  process.exitCode = exitCodeOf(error);
}
