import type { ChangeLine } from './change-line.js';
import { ShopTransactions } from './shop-transactions.js';
import { StreamReplay } from './stream-replay.js';
import { readChangeLine } from './test-decoding.js';
import { differences, TransactionDigests, type TransactionDigest } from './transaction-digests.js';

/** What came of it when a stream was replayed, and compared with an independent list of the same transactions. */
export interface Held {
  replay: StreamReplay;
  transactions: ShopTransactions;
  digests: TransactionDigests;
  /** Where the two lists differ, the first few. */
  differences: string[];
}

/** Replays a stream of a shop, and holds it against what another slot has told. */
export async function heldAgainst(
  lines: AsyncIterable<ChangeLine> | Iterable<ChangeLine>,
  told: readonly TransactionDigest[],
): Promise<Held> {
  const transactions = new ShopTransactions();
  const replay = new StreamReplay(transactions);
  const digests = new TransactionDigests();
  for await (const line of lines) {
    replay.apply(line);
    // Rows of a snapshot are in no transaction of their own.
    if (line.op !== 'r') digests.add(readChangeLine(line));
  }
  replay.end();
  digests.end();
  return { replay, transactions, digests, differences: differences(digests.all, told) };
}
