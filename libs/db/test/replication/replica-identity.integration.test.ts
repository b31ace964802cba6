import { sql } from 'kysely';
import { setReplicaIdentity } from '../../src/index.js';
import { useTestServer } from '../test-database.js';

const server = useTestServer();

test('sets what the log tells of old rows, of the tables that are there, and back', async () => {
  const schema = server.newSchema();
  const db = (await server.openMigrated(schema)).withSchema(schema);
  await sql.raw(`drop table ${schema}.dist_centers`).execute(db);
  const identities = async () => {
    const { rows } = await sql<{ identity: string }>`
      select distinct relreplident as identity from pg_class
      where relnamespace = ${schema}::regnamespace and relkind = 'r' and relname not like 'kysely%'`.execute(
      db,
    );
    return rows.map(({ identity }) => identity);
  };
  const all = ['users', 'orders', 'order_items', 'inventory_items', 'events', 'products'];
  expect(await setReplicaIdentity(db, 'full')).toEqual(all);
  expect(await identities()).toEqual(['f']);
  expect(await setReplicaIdentity(db, 'full')).toEqual([]);
  expect(await setReplicaIdentity(db, 'default')).toEqual(all);
  expect(await identities()).toEqual(['d']);
});
