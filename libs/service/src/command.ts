import { readFileSync } from 'node:fs';
import { ExitCode } from './exit-codes.js';
import type { Logger } from './logger.js';
import { refusalOf } from './database-refusal.js';

/** Codes of errors that are the caller's to mend, in a flag, a variable or a data file. */
const usageCodes = new Set(['THELOOK_USAGE', 'THELOOK_CONFIG', 'THELOOK_CATALOGUE']);

/**
 * `--wait_for 1` and `--wait_for=1` as `--wait-for`: the dataset's well-known demo spells its flags with underscores.
 *
 * @example
 * kebabFlags(['--max_iter', '5', '-w', '0']); // ['--max-iter', '5', '-w', '0']
 */
export function kebabFlags(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) =>
    arg.startsWith('--') && (end === -1 || index < end)
      ? arg.replace(/^--[a-z_]+/, (flag) => flag.replaceAll('_', '-'))
      : arg,
  );
}

/** The exit code that an error of a command stands for. */
export function exitCodeOf(error: unknown): ExitCode {
  if (isParserExit(error)) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && usageCodes.has(code) ? ExitCode.usage : ExitCode.failed;
}

/** How commander leaves when it has shown help or refused a flag. By code, since every app may have its own copy. */
function isParserExit(error: unknown): error is Error & { exitCode: number } {
  return (
    error instanceof Error &&
    'code' in error &&
    String(error.code).startsWith('commander.') &&
    'exitCode' in error
  );
}

/**
 * Writes why a command ends. Our own errors say what to do next, refusals of the database are told with what helps,
 * and both come without a stack unless the log is verbose; a parser has already written its own words.
 */
export function logFailure(logger: Logger, error: unknown): void {
  if (isParserExit(error)) return;
  const refusal = refusalOf(error);
  const message = refusal
    ? `${refusal.message.replace(/[.\s]*$/, '.')} ${refusal.remedy}`
    : error instanceof Error
      ? error.message
      : String(error);
  if ((refusal || isOurs(error)) && !logger.isLevelEnabled('debug')) logger.fatal(message);
  else logger.fatal({ err: error }, message);
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('THELOOK_');
}

/**
 * The version of an app, for `--version`.
 *
 * @param manifest the address of its package.json.
 * @example
 * readVersion(new URL('../package.json', import.meta.url)); // '0.1.0'
 */
export function readVersion(manifest: URL): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
