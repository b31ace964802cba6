export { makeFolder } from '@thelook/embedded-postgres';
export { exitCodeOf, kebabFlags, logFailure, readVersion } from './command.js';
export { isConnectionFailure } from './connection-failure.js';
export {
  openDatabase,
  waitForDatabase,
  withRetries,
  type OpenDatabase,
  type OpenDatabaseOptions,
  type RetryOptions,
  type WaitOptions,
} from './database.js';
export { ExitCode } from './exit-codes.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { stopSignal } from './shutdown.js';
export { UsageError } from './usage-error.js';
export { textTable, type TextTableOptions } from './text-table.js';
