import type pg from 'pg';
import { runDatagen } from '../datagen/datagen-process.js';
import type { Figure } from '../report.js';
import { ChangesProcess } from './changes-process.js';

const SLOT = 'bench_decode';
const ROUNDS = 3;

/** The same log, decoded by the server into nothing, and written as lines by `changes`: by turns, the best of three. */
export async function decodeCase(
  url: string,
  client: pg.Client,
  writes: readonly string[],
): Promise<Figure[]> {
  await client.query(`select pg_create_logical_replication_slot('${SLOT}_idle', 'pgoutput')`);
  const starts: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) starts.push(await read(url, `${SLOT}_idle`));
  await client.query(`select pg_create_logical_replication_slot('${SLOT}', 'pgoutput')`);
  console.log('writing what is decoded');
  await runDatagen(url, writes);
  console.log('measuring: decode');
  const floors: number[] = [];
  const runs: number[] = [];
  let changes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const since = performance.now();
    const { rows } = await client.query<{ changes: number }>(
      `select count(*) filter (where get_byte(data, 0) in (68, 73, 85))::int as changes
       from pg_logical_slot_peek_binary_changes(
         '${SLOT}', null, null, 'proto_version', '1', 'publication_names', 'cdc_publication')`,
    );
    floors.push((performance.now() - since) / 1_000);
    changes = rows[0]!.changes;
    await client.query(`select pg_copy_logical_replication_slot('${SLOT}', '${SLOT}_copy', false)`);
    runs.push(await read(url, `${SLOT}_copy`));
    await client.query(`select pg_drop_replication_slot('${SLOT}_copy')`);
  }
  for (const slot of [SLOT, `${SLOT}_idle`]) await client.query(`select pg_drop_replication_slot('${slot}')`);
  const [start, floor] = [Math.min(...starts), Math.min(...floors)];
  const own = Math.min(...runs) - start;
  if (own < start)
    throw new Error('reading takes less time than starting, which tells nothing: more --users');
  return [
    { name: 'changes decoded', value: changes, unit: '' },
    { name: 'changes, once it has started', value: changes / own, unit: 'changes/s' },
    { name: 'floor: pg_logical_slot_peek_binary_changes', value: changes / floor, unit: 'changes/s' },
    { name: 'changes to floor', value: floor / own, unit: '', atLeast: 0.45 },
    { name: 'its start, with nothing to read', value: start, unit: 's' },
  ];
}

function read(url: string, slot: string): Promise<number> {
  return new ChangesProcess(url, ['--once', `--slot=${slot}`]).end();
}
