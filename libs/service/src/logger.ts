import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { UsageError } from './usage-error.js';

export type { Logger };

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const formats = ['pretty', 'json'] as const;

export interface LoggerOptions {
  /** The process, shown with every line: `datagen`, `api`. */
  name: string;
  /** Least severe level that is written. Default: LOG_LEVEL, else `info`. */
  level?: string | undefined;
  /** `pretty` for people, `json` for machines, one object a line. Default: LOG_FORMAT, else `pretty`. */
  format?: string | undefined;
  /** Where lines go. Default: `stdout`; a command whose output is data logs to `stderr`. */
  stream?: 'stdout' | 'stderr' | undefined;
  env?: NodeJS.ProcessEnv;
}

/**
 * The one logger of a process. Writes at once, so that nothing is lost at exit.
 *
 * @throws {UsageError} when LOG_LEVEL or LOG_FORMAT is unknown.
 * @example
 * const logger = createLogger({ name: 'api' });
 * logger.info({ port: 8000 }, 'listening');
 */
export function createLogger({ name, level, format, stream, env = process.env }: LoggerOptions): Logger {
  const fd = stream === 'stderr' ? 2 : 1;
  const options = {
    name,
    base: { name },
    level: oneOf('LOG_LEVEL', level ?? env['LOG_LEVEL'] ?? 'info', levels),
  };
  if (oneOf('LOG_FORMAT', format ?? env['LOG_FORMAT'] ?? 'pretty', formats) === 'json') {
    return pino(options, pino.destination({ fd, sync: true }));
  }
  const lines = pretty({
    sync: true,
    destination: fd,
    colorize: Boolean(process[stream ?? 'stdout'].isTTY) && env['NO_COLOR'] === undefined,
    translateTime: 'SYS:HH:MM:ss',
    messageFormat: line,
    hideObject: true,
  });
  return pino(options, lines);
}

/** Set by pino, or shown elsewhere in the line. */
const frame = new Set(['level', 'time', 'name', 'msg', 'err']);

/** `message key=value key=value`, and below it the stack of an error. */
function line(log: Record<string, unknown>, messageKey: string): string {
  const pairs = Object.entries(log).filter(([key]) => !frame.has(key));
  const values = pairs.map(
    ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  );
  const text = [log[messageKey], ...values].join(' ');
  const { err } = log;
  return err instanceof Object && 'stack' in err ? `${text}\n${String(err.stack)}` : text;
}

function oneOf<const Value extends string>(field: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(field, value, allowed.join(', '));
  return found;
}
