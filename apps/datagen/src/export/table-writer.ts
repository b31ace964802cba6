/** Turns rows of one table into the bytes of a file. It holds a bounded number of rows. */
export interface TableWriter {
  /** Takes a row. */
  add(row: object): void;
  /** True when {@link take} should be called before more rows are added. */
  readonly isFull: boolean;
  /** The bytes of the rows since the last call. They may be overwritten by the next row that is added. */
  take(): Uint8Array;
  /** The last bytes. Nothing can be added any more. */
  end(): Uint8Array;
}
