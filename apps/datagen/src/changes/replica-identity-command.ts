import { readSchema } from '@thelook/db';
import { setReplicaIdentity } from '@thelook/db/internal';
import { openDatabase, waitForDatabase } from '@thelook/service';
import { Argument, Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addLogFlags, withExamples } from '../flags/command-flags.js';

const examples = `
What a consumer sees of an update and of a deletion:
  default   before is null, and of a deleted row its key
  full      before is the whole row as it was; the server's log grows by it

Examples:
  datagen replica-identity full
  datagen replica-identity default

Takes a short lock of each table, one after the other; changes from then on are told that way.

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, the embedded PostgreSQL.

Exit codes: 0 done, 1 failed, 2 bad usage or configuration.`;

/** `datagen replica-identity`: how much of a row as it was the log tells. */
export function createReplicaIdentityCommand(context: CommandContext): Command {
  return withExamples(
    addLogFlags(
      new Command('replica-identity')
        .description("Sets how much the database's log tells of rows as they were before a change.")
        .addArgument(new Argument('<identity>', 'for each of the seven tables').choices(['default', 'full'])),
    ),
    examples,
  ).action((identity: 'default' | 'full', flags: { quiet: boolean; json: boolean }) =>
    run(identity, flags, context),
  );
}

async function run(
  identity: 'default' | 'full',
  flags: { quiet: boolean; json: boolean },
  context: CommandContext,
): Promise<void> {
  const logger = context.openLogger(flags);
  const signal = context.stopSignal(logger);
  const database = await openDatabase({
    logger,
    applicationName: 'thelook-replica-identity',
    maxConnections: 1,
  });
  try {
    await waitForDatabase(database.db, { logger, signal });
    const tables = await setReplicaIdentity(database.db.withSchema(readSchema(process.env)), identity);
    logger.info({ tables: tables.join(', ') || 'none' }, `replica identity ${identity}`);
  } finally {
    await database.close();
  }
}
