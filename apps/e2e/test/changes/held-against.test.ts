import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChangeLine } from '../../src/changes/change-line.js';
import { heldAgainst } from '../../src/changes/held-against.js';
import { addDecoded, type DecodedRow } from '../../src/changes/independent-log.js';
import { TransactionDigests } from '../../src/changes/transaction-digests.js';

/**
 * What `changes` and `test_decoding` have told of one life, with replica identity FULL: a piece on its shelf, found by the
 * snapshot and numbered as if it had been alone there, a visit that buys it, an order that is cancelled, another visit, and
 * retention. Streams with a fault are numbered anew, as if the fault had come before the numbers: with its own
 * numbers each would be told by a gap in them.
 */
const captured = fileURLToPath(new URL('captured/', import.meta.url));
const truth = new TransactionDigests();
let lines: ChangeLine[];
beforeAll(async () => {
  lines = await readJson<ChangeLine>('changes.ndjson');
  addDecoded(truth, await readJson<DecodedRow>('test-decoding.ndjson'));
});

async function readJson<Value>(name: string): Promise<Value[]> {
  const text = await readFile(join(captured, name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Value);
}

function renumbered(faulty: readonly ChangeLine[]): ChangeLine[] {
  let id: string | undefined;
  let number = 0;
  let orders = new Map<string, number>();
  return faulty.map((line) => {
    if (line.transaction?.id !== id) [id, number, orders] = [line.transaction?.id, 0, new Map()];
    const order = (orders.get(line.source.table) ?? 0) + 1;
    orders.set(line.source.table, order);
    number += 1;
    return { ...line, transaction: { id: id!, total_order: number, data_collection_order: order } };
  });
}

/** What is found in a stream: by the replay, and by the comparison with the second slot. */
async function findings(faulty: readonly ChangeLine[]): Promise<{ replay: boolean; comparison: boolean }> {
  const held = await heldAgainst(renumbered(faulty), truth.all);
  return { replay: held.replay.faultCount > 0, comparison: held.differences.length > 0 };
}

const without = (...gone: readonly ChangeLine[]) => lines.filter((line) => !gone.includes(line));
const keyOf = ({ before, after, source }: ChangeLine) =>
  `${source.table} ${String((after ?? before)!['order_id'] ?? (after ?? before)!['id'])}`;

/** The changes of the first row of a table with all of those ops. */
function lifeOf(table: string, ...ops: readonly string[]): ChangeLine[] {
  const lives = new Map<string, ChangeLine[]>();
  for (const line of lines) {
    if (line.source.table === table) lives.set(keyOf(line), [...(lives.get(keyOf(line)) ?? []), line]);
  }
  const life = [...lives.values()].find((changes) => changes.map(({ op }) => op).join('') === ops.join(''));
  if (!life) throw new Error(`no ${table} ${ops.join('')} was captured`);
  return life;
}

test('the captured stream is without a fault', async () => {
  const held = await heldAgainst(lines, truth.all);
  expect(held.replay.faults).toEqual([]);
  expect(held.differences).toEqual([]);
  expect(held.transactions.seen.purchases).toBeGreaterThan(0);
  expect(held.transactions.seen.transitions).toBeGreaterThan(0);
  expect(held.transactions.seen.deletions).toBeGreaterThan(0);
  expect(await findings(lines)).toEqual({ replay: false, comparison: false });
});

test('a dropped change is found', async () => {
  const [, piece] = lifeOf('inventory_items', 'r', 'u', 'd');
  expect(await findings(without(piece!))).toEqual({ replay: true, comparison: true });
});

test('a doubled change is found', async () => {
  const [bought] = lifeOf('orders', 'c', 'u', 'd');
  const doubled = lines.flatMap((line) => (line === bought ? [line, line] : [line]));
  expect(await findings(doubled)).toEqual({ replay: true, comparison: true });
});

test('changes out of their order are found', async () => {
  const [bought, cancelled] = lifeOf('orders', 'c', 'u', 'd');
  const swapped = lines.map((line) => (line === bought ? cancelled! : line === cancelled ? bought! : line));
  expect(await findings(swapped)).toEqual({ replay: true, comparison: true });
  // Those of one transaction that do not touch each other tell the replay nothing: that is what the second slot is for.
  const [first, second] = lines.filter(({ op, source }) => op === 'c' && source.table === 'events');
  expect(first!.transaction!.id).toBe(second!.transaction!.id);
  const within = lines.map((line) => (line === first ? second! : line === second ? first! : line));
  expect(await findings(within)).toEqual({ replay: false, comparison: true });
});

test('an altered value is found, wherever it is', async () => {
  const altered = (of: ChangeLine, side: 'before' | 'after', name: string) =>
    lines.map((line) => (line === of ? { ...line, [side]: { ...line[side], [name]: 'X' } } : line));
  const [bought, cancelled] = lifeOf('orders', 'c', 'u', 'd');
  const everywhere = { replay: true, comparison: true };
  expect(await findings(altered(bought!, 'after', 'gender'))).toEqual(everywhere);
  expect(await findings(altered(cancelled!, 'before', 'gender'))).toEqual(everywhere);
  expect(await findings(altered(cancelled!, 'after', 'status'))).toEqual(everywhere);
});

test('an intermediate update that is lost is found, though the last change of its row is there', async () => {
  const [, cancelled] = lifeOf('orders', 'c', 'u', 'd');
  expect(await findings(without(cancelled!))).toEqual({ replay: true, comparison: true });
  // Also when all of its transaction is lost, so that no order is left half done.
  const { id } = cancelled!.transaction!;
  const whole = lines.filter(({ transaction }) => transaction!.id !== id);
  expect(await findings(whole)).toEqual({ replay: true, comparison: true });
});

test('a row of which insertion and deletion are lost, so that it leaves no trace, is found', async () => {
  const visit = lifeOf('events', 'c', 'd');
  expect(visit[0]!.after!['event_type']).not.toBe('purchase');
  expect(await findings(without(...visit))).toEqual({ replay: false, comparison: true });
});

test('half a purchase, transition or deletion in a transaction of its own is found', async () => {
  const commits = new Set(lines.map(({ transaction }) => Number(transaction!.id.split(':')[1])));
  const [bought, cancelled, gone] = lifeOf('orders', 'c', 'u', 'd');
  for (const half of [bought!, cancelled!, gone!]) {
    const [xid, commit] = half.transaction!.id.split(':').map(Number) as [number, number];
    expect(commits.has(commit - 1)).toBe(false);
    const rest = without(half);
    const place = rest.findIndex(({ transaction }) => transaction!.id === half.transaction!.id);
    const alone = { ...half, transaction: { ...half.transaction!, id: `${xid}:${commit - 1}` } };
    const held = await heldAgainst(
      renumbered([...rest.slice(0, place), alone, ...rest.slice(place)]),
      truth.all,
    );
    expect(held.replay.faults).not.toEqual([]);
  }
});
