import {
  createSlot,
  dropSlot,
  formatLsn,
  parseLsn,
  readLogPlace,
  readLogPlaces,
  readPublications,
  readSlots,
  type PublicationSummary,
  type SlotState,
} from '@thelook/db/internal';
import { ExitCode, openDatabase, textTable, waitForDatabase } from '@thelook/service';
import { Command, InvalidArgumentError, Option } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '../command-context.js';
import { durationFrom } from '../flags/duration.js';
import { LogTimes } from './log-times.js';
import { withExamples } from '../flags/command-flags.js';

interface SlotsFlags {
  create?: string;
  failover: boolean;
  drop?: string;
  warnAt: number;
  every?: number;
  json: boolean;
}

const examples = `
Examples:
  datagen slots                            slots and publications of the database, and what each slot holds back
  datagen slots --warn-at 500MB            exit code 1 when a slot holds back more
  datagen slots --every 10s                again and again, until it is stopped
  datagen slots --create mine --failover   a slot that standbys keep, too (PostgreSQL 17 and newer)
  datagen slots --drop mine

A slot that nobody reads keeps the log until max_slot_wal_keep_size is reached, or the disk is full: drop it.

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, the embedded PostgreSQL.

Exit codes: 0 done, 1 a slot holds back too much or is lost, or something failed, 2 bad usage or configuration.`;

const units: Readonly<Record<string, number>> = { kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** `datagen slots`: what the server keeps for whom. */
export function createSlotsCommand(context: CommandContext): Command {
  return withExamples(
    new Command('slots')
      .description(
        'Shows the replication slots and publications of a database, and what each slot holds back.',
      )
      .option('--create <name>', 'make a slot first')
      .option('--failover', 'one that standbys keep, too (PostgreSQL 17 and newer)', false)
      .option('--drop <name>', 'drop a slot first')
      .addOption(
        new Option('--warn-at <size>', 'held back by one slot, such as 500MB')
          .argParser(parseSize)
          .default(2 ** 30, '1GB'),
      )
      .addOption(
        new Option('--every <time>', 'again and again, such as 10s, until it is stopped').argParser(
          durationFrom(1_000, '1s'),
        ),
      )
      .option('--json', 'print one JSON object instead of tables', false),
    examples,
  ).action((flags: SlotsFlags) => run(flags, context));
}

async function run(flags: SlotsFlags, context: CommandContext): Promise<void> {
  const { create, failover, drop, warnAt, every, json } = flags;
  const logger = context.openLogger({ quiet: true, json, stream: 'stderr' });
  const signal = context.stopSignal(logger);
  const database = await openDatabase({ logger, applicationName: 'thelook-slots', maxConnections: 1 });
  const { db } = database;
  try {
    await waitForDatabase(db, { logger, signal });
    if (create !== undefined) await createSlot(db, create, { failover });
    if (drop !== undefined) await dropSlot(db, drop);
    const times = new LogTimes();
    for (const place of await readLogPlaces(db)) times.note(place);
    for (;;) {
      times.note(await readLogPlace(db));
      const slots = await readSlots(db);
      const lags = slots.map((slot) => lagOf(slot, times));
      const shown = slots.map((slot, index) => ({ ...slot, lagSeconds: lags[index] ?? null }));
      const publications = await readPublications(db);
      process.stdout.write(
        json ? `${JSON.stringify({ slots: shown, publications })}\n` : report(shown, publications),
      );
      const tooMuch = slots.filter((slot) => (slot.heldBytes ?? 0) > warnAt || slot.walStatus === 'lost');
      for (const { name, heldBytes, walStatus } of tooMuch) {
        const what =
          walStatus === 'lost'
            ? 'has lost changes and cannot be read any more'
            : `holds back ${sizeOf(heldBytes)}`;
        logger.warn(`slot ${name} ${what}: read it, or drop it (datagen slots --drop ${name})`);
      }
      process.exitCode = tooMuch.length > 0 ? ExitCode.failed : ExitCode.done;
      if (every === undefined) return;
      await sleep(every, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
  } finally {
    await database.close();
  }
}

/** By what generators have recorded of the log and this command has seen, else by the server's own measure. */
function lagOf({ confirmedLsn, lagSeconds }: SlotState, times: LogTimes): number | null {
  return (confirmedLsn === null ? undefined : times.lagAt(parseLsn(confirmedLsn))) ?? lagSeconds;
}

function report(slots: readonly SlotState[], publications: readonly PublicationSummary[]): string {
  const slotRows = slots.map((slot) => [
    slot.name,
    slot.plugin,
    `${slot.isActive ? 'read' : 'not read'}${slot.isTemporary ? ', temporary' : ''}${slot.failover ? ', failover' : ''}`,
    slot.confirmedLsn === null ? '' : formatLsn(parseLsn(slot.confirmedLsn)),
    sizeOf(slot.lagBytes),
    slot.lagSeconds === null ? '' : `${slot.lagSeconds.toFixed(1)} s`,
    sizeOf(slot.heldBytes),
    slot.safeBytes === null ? 'no bound' : sizeOf(slot.safeBytes),
    [slot.walStatus, slot.invalidation].filter(Boolean).join(', '),
  ]);
  const head = ['slot', 'plug-in', 'state', 'confirmed', 'behind', '', 'holds back', 'until lost', 'log'];
  const published = publications.map(({ name, tables, coversAllTables }) => [
    name,
    `${tables}${coversAllTables ? ', FOR ALL TABLES: with the bookkeeping of theLook' : ''}`,
  ]);
  return `${textTable([head, ...slotRows])}\n\n${textTable([['publication', 'tables'], ...published])}\n`;
}

function sizeOf(bytes: number | null): string {
  if (bytes === null) return '';
  const [unit, size] = Object.entries(units).findLast(([, each]) => bytes >= each) ?? ['B', 1];
  return `${unit === 'B' ? bytes : (bytes / size).toFixed(1)} ${unit}`;
}

function parseSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(kB|MB|GB|TB)$/.exec(text.trim()) ?? [];
  const bytes = Number(number) * (units[unit] ?? 0);
  if (!(bytes > 0)) throw new InvalidArgumentError('Allowed: a size such as 800kB, 500MB, 1.5GB or 2TB.');
  return bytes;
}
