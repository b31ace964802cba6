import pg from 'pg';

interface Change {
  op: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  source: { schema: string; table: string };
  message?: { prefix: string; content: string };
}

const table = 'ecommerce.device_readings';

/**
 * Does in another database what lines of `datagen changes` tell of `device_readings`: statements that are announced are
 * run, rows are put and removed. Nothing else is known of the table.
 *
 * @throws for a change of a row that is not there, or of a column that is not
 */
export async function replayReadings(lines: readonly string[], url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create schema ecommerce; create table ecommerce.users ()');
  const announced: string[] = [];
  let unchangedTraces = 0;
  for (const line of lines) {
    const change = JSON.parse(line) as Change;
    if (change.message?.prefix === 'thelook.schema') {
      const { statement } = JSON.parse(Buffer.from(change.message.content, 'base64').toString());
      announced.push(statement);
      await client.query(statement);
    }
    if (change.source.table !== 'device_readings') continue;
    const { id } = (change.after ?? change.before)!;
    const after = Object.entries(change.after ?? {}).filter(
      ([, value]) => value !== '__debezium_unavailable_value',
    );
    if (change.after && after.length < Object.keys(change.after).length) unchangedTraces += 1;
    const row = JSON.stringify(Object.fromEntries(after));
    const columns = after.map(([name]) => name).join(', ');
    const values = `select ${columns} from jsonb_populate_record(null::${table}, $1)`;
    const { rowCount } =
      change.op === 'd'
        ? await client.query(`delete from ${table} where id = $1`, [id])
        : change.op === 'c'
          ? await client.query(`insert into ${table} (${columns}) ${values}`, [row])
          : await client.query(`update ${table} set (${columns}) = (${values}) where id = $2`, [row, id]);
    if (rowCount !== 1) throw new Error(`no such row: ${line}`);
  }
  return {
    announced,
    unchangedTraces,
    rows: async (query: string): Promise<unknown[]> => (await client.query(query)).rows,
    close: () => client.end(),
  };
}
