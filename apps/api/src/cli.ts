import { Command, InvalidArgumentError, Option } from 'commander';

/** What the api was asked to do. */
export interface ApiOptions {
  /** 0: any free port. */
  port: number;
  host: string;
  lookbackMinutes: number;
  refreshSeconds: number;
  quiet: boolean;
  json: boolean;
}

/** The longest interval a timer can hold. */
const MAX_REFRESH_SECONDS = 2_147_483;
/** A century: more than any history the generator writes. */
const MAX_LOOKBACK_MINUTES = 52_560_000;

const examples = `
Examples:
  api                                            http://localhost:8000, the last 5 minutes, every 5 seconds
  api --port 9000 --lookback-minutes 1           another port, a shorter window
  HOST=0.0.0.0 REFRESH_SECONDS=1 api             reachable from outside, every second

Endpoints: /ws records feed (WebSocket), /healthz, /readyz, /metrics.

Database: DATABASE_URL, or DB_HOST, DB_PORT, DB_USER, DB_PASS, DB_NAME, DB_SCHEMA.
When none is set, an embedded PostgreSQL is started, with its data in .thelook/ (THELOOK_HOME).

Exit codes: 0 asked to stop, 1 failed, 2 bad usage or configuration.`;

/** The command line of `api`; `run` gets the parsed options. */
export function createProgram(run: (options: ApiOptions) => Promise<void>): Command {
  return new Command('api')
    .description('Pushes the last minutes of sales to any number of WebSocket clients.')
    .addOption(
      new Option('-p, --port <number>', 'port to listen on, 0: any free one')
        .env('PORT')
        .default(8000)
        .argParser(parsePort),
    )
    .addOption(new Option('--host <address>', 'address to listen on').env('HOST').default('127.0.0.1'))
    .addOption(
      new Option('--lookback-minutes <minutes>', 'length of the window')
        .env('LOOKBACK_MINUTES')
        .default(5)
        .argParser(positive(MAX_LOOKBACK_MINUTES)),
    )
    .addOption(
      new Option('--refresh-seconds <seconds>', 'time between two frames')
        .env('REFRESH_SECONDS')
        .default(5)
        .argParser(positive(MAX_REFRESH_SECONDS)),
    )
    .option('-q, --quiet', 'log warnings and errors only', false)
    .option('--json', 'log one JSON object a line', false)
    .allowExcessArguments(false)
    .showHelpAfterError('(--help lists the flags)')
    .addHelpText('after', examples)
    .exitOverride()
    .action(run);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text.trim()) || port > 65_535) {
    throw new InvalidArgumentError('Allowed: a whole number from 0 to 65535.');
  }
  return port;
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
