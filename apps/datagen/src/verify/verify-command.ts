import { readSchema } from '@thelook/db';
import { PROFILES, type Profile } from '@thelook/models';
import { ExitCode, openDatabase, waitForDatabase } from '@thelook/service';
import { Command, Option } from 'commander';
import { writeFile } from 'node:fs/promises';
import type { CommandContext } from '../command-context.js';
import type { Verification } from './finding.js';
import { drawReport } from './report/report.js';
import { findingSummary, findingTable, shopLine } from './finding-table.js';
import { verify } from './verify.js';
import { withExamples } from '../flags/command-flags.js';

interface VerifyFlags {
  profile?: Profile;
  json: boolean;
  report?: string;
}

const examples = `
Examples:
  datagen verify                      a table of all checks
  datagen verify --json | jq '.findings[] | select(.verdict == "violated")'
  DB_SCHEMA=public datagen verify     tables of the dataset that somebody else has loaded
  datagen verify --profile living     rows of the living shop that were copied without its records
  datagen verify --report out.html    a page with plots besides

Reads only, in one snapshot. A check whose table or column is not there is skipped and says so.

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, the embedded PostgreSQL.

Exit codes: 0 all that could be checked holds, 1 something is violated, or nothing could be checked, or checking failed
or was stopped, 2 bad usage or configuration.`;

/** `datagen verify`: holds the tables of a database against the shop's rules and figures. */
export function createVerifyCommand(context: CommandContext): Command {
  return withExamples(
    new Command('verify')
      .description("Checks the shop's rules and figures on the tables of a database, and prints what holds.")
      .addOption(
        new Option(
          '--profile <profile>',
          'by whose rules (default: as recorded beside the shop, else classic)',
        ).choices(PROFILES),
      )
      .option('--json', 'print one JSON object instead of a table', false)
      .option(
        '--report <file>',
        'write a page with plots of the shop, which needs nothing else, to this file',
      ),
    examples,
  ).action((flags: VerifyFlags) => run(flags, context));
}

async function run({ json, profile, report: file }: VerifyFlags, context: CommandContext): Promise<void> {
  // Log and report share standard output: only what ends the command may stand beside a report for machines.
  const logger = context.openLogger({ quiet: true, json });
  if (json) logger.level = 'fatal';
  const signal = context.stopSignal(logger);
  const schema = readSchema(process.env);
  const database = await openDatabase({ logger, applicationName: 'thelook-verify', maxConnections: 2 });
  try {
    await waitForDatabase(database.db, { logger, signal });
    const verification = await verify({ db: database.db, schema, signal, ...(profile && { profile }) });
    process.stdout.write(`${json ? JSON.stringify(verification) : report(verification)}\n`);
    if (file !== undefined)
      await writeFile(file, await drawReport({ db: database.db, schema }, verification));
    if (verification.verdict === 'violated') process.exitCode = ExitCode.failed;
  } finally {
    await database.close();
  }
}

function report(verification: Verification): string {
  const { findings } = verification;
  return `${shopLine(verification)}\n\n${findingTable(findings)}\n\n${findingSummary(findings)}`;
}
