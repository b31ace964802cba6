/** There are files already where the export would write. Nothing has been touched. */
export class FilesExistError extends Error {
  readonly code = 'THELOOK_FILES_EXIST';

  constructor(
    readonly folder: string,
    readonly files: readonly string[],
  ) {
    super(
      `--out ${folder} has ${files.join(', ')} already, nothing was touched. Use another folder, or --force to replace them.`,
    );
    this.name = 'FilesExistError';
  }
}
