import { readVersion } from '@thelook/service';
import { Command, Option } from 'commander';
import { defaultDoor, type DoorOptions } from './door/door.js';
import { defaultLimits, type FeedLimits } from './feed/limits.js';
import {
  address,
  folderOfPage,
  hostNames,
  origins,
  positive,
  trueOrFalse,
  trustedProxies,
  whole,
} from './option-values.js';
import type { WindowSourceOptions } from './window/sales-window.js';

/** What the api was asked to do. */
export interface ApiOptions extends FeedLimits, Omit<DoorOptions, 'tokens'> {
  /** 0: any free port. */
  port: number;
  host: string;
  lookbackMinutes: number;
  refreshSeconds: number;
  windowMode: NonNullable<WindowSourceOptions['mode']>;
  /** Folder of the live page; undefined: the one that this workspace builds. */
  pageDir?: string | undefined;
  /** Files of a certificate and its key, in PEM; undefined: no TLS. */
  tlsCert?: string | undefined;
  tlsKey?: string | undefined;
  quiet: boolean;
  json: boolean;
}

/** The longest interval a timer can hold. */
const MAX_SECONDS = 2_147_483;
/** A century: more than any history the generator writes. */
const MAX_LOOKBACK_MINUTES = 52_560_000;
const MAX_COUNT = 1_000_000;
const MAX_ITEMS = 100_000_000;
const MAX_BYTES = 1024 * 1024 * 1024;

const examples = `
Examples:
  api                                            http://localhost:8000, the last 5 minutes, every 5 seconds
  api --port 9000 --lookback-minutes 1           another port, a shorter window
  HOST=0.0.0.0 REFRESH_SECONDS=1 api             reachable from outside, every second

Endpoints: /ws records feed and thelook.v1 (WebSocket), /api/v1, /healthz, /readyz, /metrics.

Tokens: AUTH_TOKEN, several with commas between them. Without one everybody who can connect is let in.

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
    option('--allowed-hosts <names>', 'names that this server goes by', defaultDoor.allowedHosts, hostNames),
    option('--allowed-origins <origins>', 'whose pages may ask', defaultDoor.allowedOrigins, origins),
    option(
      '--trust-proxy <proxies>',
      'proxies to believe: how many, or their addresses and networks',
      defaultDoor.trustProxy,
      trustedProxies,
    ),
    option('--tls-cert <file>', 'certificate, in PEM', undefined),
    option('--tls-key <file>', 'its key, in PEM', undefined),
    option('--max-windows <count>', 'distinct windows at a time', limits.maxWindows, count),
    option(
      '--max-windows-per-address <count>',
      `of those, one address's own`,
      limits.maxWindowsPerAddress,
      count,
    ),
    option('--max-views <count>', 'distinct windows, feeds and filters', limits.maxViews, count),
    option(
      '--max-views-per-address <count>',
      `of those, one address's own`,
      limits.maxViewsPerAddress,
      count,
    ),
    option('--max-items <count>', 'order items in memory', limits.maxItems, whole(1, MAX_ITEMS)),
    option(
      '--max-records-bytes <bytes>',
      'of a message of the records feed',
      limits.maxRecordsBytes,
      whole(1, MAX_BYTES),
    ),
    option('--max-view-bytes <bytes>', 'of all views together', limits.maxViewBytes, whole(1, MAX_BYTES)),
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
      whole(1, MAX_BYTES),
    ),
    option('--max-slow-clients <count>', 'clients that are slow to read', limits.maxSlowClients, count),
    option(
      '--snapshot-bytes-per-second <bytes>',
      'of first states for one address',
      limits.snapshotBytesPerSecond,
      whole(1, MAX_BYTES),
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
      '--max-http-connections <count>',
      'connections that are no WebSocket',
      limits.maxHttpConnections,
      count,
    ),
    option('--drain-seconds <seconds>', 'to see clients off in', limits.drainSeconds, seconds),
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
    .version(readVersion(new URL('../package.json', import.meta.url)))
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
  const made = new Option(flags, description).default(value, shown(value));
  made.env(made.name().replaceAll('-', '_').toUpperCase());
  return parse ? made.argParser(parse) : made;
}

/** How help shows a default. */
function shown(value: unknown): string | undefined {
  return Array.isArray(value) ? value.join(',') || 'none' : undefined;
}
