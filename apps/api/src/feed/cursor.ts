import { randomBytes } from 'node:crypto';

/**
 * Cursors of one view: a name that no other view has, of this process or another, and the revision.
 *
 * @example
 * const cursors = new Cursors();
 * cursors.revisionOf(cursors.cursor(7)); // 7
 */
export class Cursors {
  readonly #name = randomBytes(9).toString('base64url');

  cursor(revision: number): string {
    return `${this.#name}.${revision.toString(36)}`;
  }

  /** The revision of a cursor of this view; 0 for any other text. */
  revisionOf(cursor: string): number {
    const [name, revision = '', ...rest] = cursor.split('.');
    if (name !== this.#name || rest.length > 0 || !/^[0-9a-z]{1,10}$/.test(revision)) return 0;
    return Number.parseInt(revision, 36);
  }
}
