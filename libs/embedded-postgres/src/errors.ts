/** What this package throws. `code` tells the cases apart; the message says what was found and what to do. */
export abstract class EmbeddedPostgresError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

/** There are no PostgreSQL binaries for this operating system and processor. Set DATABASE_URL instead. */
export class UnsupportedPlatformError extends EmbeddedPostgresError {
  readonly code = 'THELOOK_UNSUPPORTED_PLATFORM';
}

/** The npm package with this platform's binaries is not installed, or not completely. */
export class BinariesMissingError extends EmbeddedPostgresError {
  readonly code = 'THELOOK_BINARIES_MISSING';
}

/** The data directory belongs to another major version of PostgreSQL, or is no data directory at all. */
export class DataDirectoryError extends EmbeddedPostgresError {
  readonly code = 'THELOOK_DATA_DIRECTORY';
}

/** Started as root, and neither an unprivileged user nor a place that such a user can reach was found. */
export class UnprivilegedUserError extends EmbeddedPostgresError {
  readonly code = 'THELOOK_UNPRIVILEGED_USER';
}

/** The home folder cannot be created or written. */
export class HomeFolderError extends EmbeddedPostgresError {
  readonly code = 'THELOOK_HOME_FOLDER';
}

/** initdb, the server or its supervisor did not come up; the message quotes the end of the log. */
export class ServerStartError extends EmbeddedPostgresError {
  readonly code = 'THELOOK_SERVER_START';
}

/** An error as it travels from the supervisor to its clients. */
export interface ErrorReport {
  code: string;
  message: string;
}

const classes = [
  UnsupportedPlatformError,
  BinariesMissingError,
  DataDirectoryError,
  UnprivilegedUserError,
  HomeFolderError,
  ServerStartError,
];

/** Describes any error for the other side of a socket; one that is not ours counts as a failed start. */
export function toReport(error: unknown): ErrorReport {
  if (error instanceof EmbeddedPostgresError) return { code: error.code, message: error.message };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'THELOOK_SERVER_START', message };
}

/** The inverse of {@link toReport}. */
export function fromReport({ code, message }: ErrorReport): EmbeddedPostgresError {
  for (const Class of classes) {
    const error = new Class(message);
    if (error.code === code) return error;
  }
  return new ServerStartError(message);
}
