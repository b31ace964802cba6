#!/usr/bin/env node
import { createLogger, exitCodeOf, kebabFlags, logFailure, stopSignal } from '@thelook/service';
import { createBackfillCommand } from './backfill/command.js';
import { createChangesCommand } from './changes/changes-command.js';
import { createReplicaIdentityCommand } from './changes/replica-identity-command.js';
import { createSlotsCommand } from './changes/slots-command.js';
import { createProgram } from './cli.js';
import type { CommandContext } from './command-context.js';
import { createEvolveCommand } from './evolve/evolve-command.js';
import { createExportCommand } from './export/export-command.js';
import { serve } from './serve.js';
import { createVerifyCommand } from './verify/verify-command.js';

let logger = createLogger({ name: 'datagen', env: {} });

const context: CommandContext = {
  openLogger({ quiet, json, stream }) {
    logger = createLogger({
      name: 'datagen',
      level: quiet ? 'warn' : undefined,
      format: json ? 'json' : undefined,
      stream,
    });
    return logger;
  },
  stopSignal,
};

const program = createProgram(
  async (options) => {
    const log = context.openLogger(options);
    await serve(options, { logger: log, signal: context.stopSignal(log) });
  },
  [
    createBackfillCommand(context),
    createExportCommand(context),
    createVerifyCommand(context),
    createChangesCommand(context),
    createSlotsCommand(context),
    createReplicaIdentityCommand(context),
    createEvolveCommand(context),
  ],
);

try {
  await program.parseAsync(kebabFlags(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  logFailure(logger, error);
  process.exitCode = exitCodeOf(error);
}
