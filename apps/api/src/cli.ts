import { Command, InvalidArgumentError, Option } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLimits, type FeedLimits } from './feed/limits.js';
import type { WindowSourceOptions } from './window/sales-window.js';

/** What the api was asked to do. */
export interface ApiOptions extends FeedLimits {
  /** 0: any free port. */
  port: number;
  host: string;
  lookbackMinutes: number;
  refreshSeconds: number;
  windowMode: NonNullable<WindowSourceOptions['mode']>;
  /** Folder of the live page; undefined: the one that this workspace builds. */
  pageDir?: string | undefined;
  quiet: boolean;
  json: boolean;
}

/** The longest interval a timer can hold. */
const MAX_SECONDS = 2_147_483;
/** A century: more than any history the generator writes. */
const MAX_LOOKBACK_MINUTES = 52_560_000;
const MAX_COUNT = 1_000_000;
const MAX_QUEUED_BYTES = 1024 * 1024 * 1024;

const examples = `
Examples:
  api                                            http://localhost:8000, the last 5 minutes, every 5 seconds
  api --port 9000 --lookback-minutes 1           another port, a shorter window
  HOST=0.0.0.0 REFRESH_SECONDS=1 api             reachable from outside, every second

Endpoints: /ws records feed and thelook.v1 (WebSocket), /api/v1, /healthz, /readyz, /metrics.

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, an embedded PostgreSQL is started, with its data in .thelook/ (THELOOK_HOME).

Exit codes: 0 asked to stop, 1 failed, 2 bad usage or configuration.`;

const seconds = positive(MAX_SECONDS);
const count = whole(1, MAX_COUNT);

/** The flags, with their variables and defaults, in the order in which help shows them. */
function options(): Option[] {
  const limits = defaultLimits;
  return [
    option('-p, --port <number>', 'port to listen on, 0: any free one', 8000, whole(0, 65_535)),
    option('--host <address>', 'address to listen on', '127.0.0.1', address),
    option('--lookback-minutes <minutes>', 'length of the window', 5, positive(MAX_LOOKBACK_MINUTES)),
    option('--refresh-seconds <seconds>', 'time between two frames', 5, seconds),
    option('--window-mode <mode>', 'how windows are kept up to date', 'auto').choices([
      'auto',
      'replication',
      'query',
    ]),
    new Option('--page-dir <folder>', 'folder of the live page (default: apps/dashboard/dist)')
      .env('PAGE_DIR')
      .argParser(folderOfPage),
    option('--max-windows <count>', 'distinct windows at a time', limits.maxWindows, count),
    option('--max-views <count>', 'distinct windows, feeds and filters', limits.maxViews, count),
    option('--max-clients <count>', 'clients at a time', limits.maxClients, count),
    option(
      '--max-clients-per-address <count>',
      'of those, from one address',
      limits.maxClientsPerAddress,
      count,
    ),
    option(
      '--max-queued-bytes <bytes>',
      'waiting for a client at most, unless one frame is larger',
      limits.maxQueuedBytes,
      whole(1, MAX_QUEUED_BYTES),
    ),
    option(
      '--slow-client-seconds <seconds>',
      'until a client that does not read is closed',
      limits.slowClientSeconds,
      seconds,
    ),
    option('--ping-seconds <seconds>', 'time between two pings of a client', limits.pingSeconds, seconds),
    option(
      '--resume-seconds <seconds>',
      'how long a view is kept for clients that come back',
      limits.resumeSeconds,
      seconds,
    ),
    option(
      '--compress [boolean]',
      'let clients negotiate permessage-deflate',
      limits.compress,
      trueOrFalse,
    ).preset('true'),
  ];
}

/** The command line of `api`; `run` gets the parsed options. */
export function createProgram(run: (options: ApiOptions) => Promise<void>): Command {
  const program = new Command('api')
    .description('Pushes the last minutes of sales to any number of WebSocket clients.')
    .option('-q, --quiet', 'log warnings and errors only', false)
    .option('--json', 'log one JSON object a line', false)
    .allowExcessArguments(false)
    .showHelpAfterError('(--help lists the flags)')
    .addHelpText('after', examples)
    .exitOverride()
    .action(run);
  for (const option of options()) program.addOption(option);
  return program;
}

/** A flag with the variable of the same name: `--max-clients` and `MAX_CLIENTS`. */
function option<Value>(
  flags: string,
  description: string,
  value: Value,
  parse?: (text: string) => Value,
): Option {
  const made = new Option(flags, description).default(value);
  made.env(made.name().replaceAll('-', '_').toUpperCase());
  return parse ? made.argParser(parse) : made;
}

function whole(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text.trim()) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`Allowed: a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

/** An empty one would mean all of them. */
function address(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new InvalidArgumentError('Allowed: an address or a name of this machine; 0.0.0.0 for all of them.');
}

function folderOfPage(text: string): string {
  if (existsSync(join(text, 'index.html'))) return text;
  throw new InvalidArgumentError('Allowed: a folder with a built page, which has an index.html.');
}

function trueOrFalse(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InvalidArgumentError('Allowed: true or false.');
}

function positive(maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value > 0 && value <= maximum)) {
      throw new InvalidArgumentError(`Allowed: a number greater than 0, at most ${maximum}.`);
    }
    return value;
  };
}
