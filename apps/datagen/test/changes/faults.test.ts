import { FaultySink, type Fault } from '../../src/changes/faults.js';
import type { ChangeBatch, ChangeEvent, Sink } from '../../src/changes/sink.js';

/** Keeps what it is given. */
class Kept implements Sink {
  readonly needsEvents = true;
  text = '';
  shown: string[] = [];
  open = () => Promise.resolve(undefined);
  clear = () => Promise.resolve();
  close = () => Promise.resolve();

  write({ bytes, events }: ChangeBatch): Promise<void> {
    this.text += bytes.toString();
    this.shown.push(...events.map(({ start, end }) => bytes.toString('utf8', start, end)));
    return Promise.resolve();
  }
}

/** The same numbers from 0 to 1 every time. */
function numbers(): () => number {
  let state = 42;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function batchOf(lines: readonly string[], first: number): ChangeBatch {
  let start = 0;
  const events = lines.map((line, index): ChangeEvent => {
    const end = start + Buffer.byteLength(line);
    const event = {
      position: { lsn: first + index, number: 1 },
      topic: 't',
      key: null,
      op: 'c',
      start,
      end,
    } as const;
    start = end + 1;
    return event;
  });
  return { bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')), events };
}

/** Takes the faults of an answer key back. */
function undo(text: string, faults: readonly Fault[]): string {
  const lines = text.split('\n').slice(0, -1);
  const moved = new Map<number, string>();
  const out = new Set<number>();
  for (const { fault, line, change, original } of faults) {
    if (fault === 'corrupt') lines[line - 1] = original!;
    else out.add(line - 1);
    if (fault === 'late' || fault === 'out-of-order') moved.set(change, lines[line - 1]!);
  }
  const rest = lines.filter((_, index) => !out.has(index))[Symbol.iterator]();
  const clean: string[] = [];
  for (let change = 1; clean.length < lines.length - out.size + moved.size; change += 1) {
    clean.push(moved.get(change) ?? (rest.next().value as string));
  }
  return clean.map((line) => `${line}\n`).join('');
}

test('undoing the recorded faults gives the clean stream to the byte', async () => {
  const kept = new Kept();
  const faults: Fault[] = [];
  const rates = { late: 0.02, duplicate: 0.02, outOfOrder: 0.05, corrupt: 0.03 };
  const sink = new FaultySink(kept, rates, (fault) => faults.push(fault), numbers());
  let clean = '';
  for (let batch = 0; batch < 40; batch += 1) {
    const lines = Array.from({ length: 50 }, (_, index) =>
      JSON.stringify({ change: batch * 50 + index, name: 'Größe' }),
    );
    clean += lines.map((line) => `${line}\n`).join('');
    await sink.write(batchOf(lines, batch * 50));
  }
  await sink.close();
  const counts = Object.fromEntries(
    ['late', 'duplicate', 'out-of-order', 'corrupt'].map((name) => [
      name,
      faults.filter(({ fault }) => fault === name).length,
    ]),
  );
  for (const [name, share] of Object.entries({
    late: 0.02,
    duplicate: 0.02,
    'out-of-order': 0.05,
    corrupt: 0.03,
  })) {
    expect(counts[name]).toBeGreaterThan(share * 1_000);
  }
  expect(kept.text).not.toBe(clean);
  expect(kept.text).toBe(kept.shown.map((line) => `${line}\n`).join(''));
  expect(undo(kept.text, faults)).toBe(clean);
});

test('writes the very same when no faults are wanted', async () => {
  const kept = new Kept();
  const sink = new FaultySink(
    kept,
    { late: 0, duplicate: 0, outOfOrder: 0, corrupt: 0 },
    () => undefined,
    numbers(),
  );
  await sink.write(batchOf(['a', 'b'], 1));
  await sink.close();
  expect(kept.text).toBe('a\nb\n');
});
