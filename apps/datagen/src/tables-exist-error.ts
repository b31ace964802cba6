/** `--if-exists fail` found tables. Nothing has been touched. */
export class TablesExistError extends Error {
  readonly code = 'THELOOK_TABLES_EXIST';

  constructor(readonly tables: readonly string[]) {
    super(
      `--if-exists fail: ${tables.join(', ')} exist${tables.length === 1 ? 's' : ''} already, nothing was touched. ` +
        'Use --if-exists append to go on from there, or replace to start from empty tables.',
    );
    this.name = 'TablesExistError';
  }
}
