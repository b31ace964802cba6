import { createHash, type Hash } from 'node:crypto';
import type { ToldChange } from './test-decoding.js';

/** What a transaction has changed, in little. */
export interface TransactionDigest {
  xid: number;
  changes: number;
  digest: string;
}

/** Sums up transactions whose changes come one after the other. */
export class TransactionDigests {
  readonly all: TransactionDigest[] = [];
  /** Of the transactions that are over. */
  changes = 0;
  readonly #known = new Set<number>();
  #open: { xid: number; changes: number; hash: Hash } | undefined;

  add({ xid, text }: ToldChange): void {
    if (this.#open?.xid !== xid) {
      this.end();
      this.#open = { xid, changes: 0, hash: createHash('md5') };
    }
    this.#open!.changes += 1;
    this.#open!.hash.update(`${text}\n\n`);
  }

  /** The transaction is over. One that was told before, by a server that crashed since, counts once. */
  end(): void {
    if (!this.#open) return;
    const { xid, changes, hash } = this.#open;
    this.#open = undefined;
    if (this.#known.has(xid)) return;
    this.#known.add(xid);
    this.changes += changes;
    this.all.push({ xid, changes, digest: hash.digest('base64') });
  }
}

/** Where two lists of transactions differ, the first few. */
export function differences(
  one: readonly TransactionDigest[],
  other: readonly TransactionDigest[],
): string[] {
  const found: string[] = [];
  for (let index = 0; index < Math.max(one.length, other.length) && found.length < 10; index += 1) {
    const [left, right] = [one[index], other[index]].map(
      (each) => each && `${each.xid} ${each.changes} ${each.digest}`,
    );
    if (left !== right) found.push(`transaction ${index}: ${left} / ${right}`);
  }
  return found;
}
