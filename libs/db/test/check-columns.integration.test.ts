import { sql } from 'kysely';
import { checkColumns, CopyDataBuilder, copyTables, type TableName } from '../src/index.js';
import { tableReference } from '../src/table-reference.js';
import { sampleUser } from './sample-rows.js';
import { useTestServer } from './test-database.js';

const server = useTestServer();

test('tables that were migrated fit', async () => {
  const db = await server.openMigrated();
  await expect(checkColumns(db)).resolves.toBeUndefined();
});

test('columns of somebody else that hold the same fit, spare ones in any place do not matter', async () => {
  const db = await server.openMigrated();
  const users = sql.raw(tableReference(db, 'users').sql);
  await sql`alter table ${users} alter email type varchar(200), add note text, drop column age`.execute(db);
  await sql`alter table ${users} add age smallint not null`.execute(db);
  await checkColumns(db);
  const builder = new CopyDataBuilder('users');
  const user = sampleUser();
  builder.add(user);
  await copyTables(db, [builder.take()]);
  expect(await db.selectFrom('users').selectAll().execute()).toEqual([{ ...user, note: null }]);
});

test.each<[TableName, string, object]>([
  ['users', 'alter id type text', { column: 'id', type: 'text', allowed: 'uuid' }],
  [
    'orders',
    'alter created_at type timestamp',
    { column: 'created_at', type: 'timestamp without time zone', allowed: 'timestamp with time zone' },
  ],
  ['events', 'drop column uri', { column: 'uri', type: undefined }],
])('alter table %s %s is told', async (table, change, told) => {
  const db = await server.openMigrated();
  await sql.raw(`alter table ${tableReference(db, table).sql} ${change}`).execute(db);
  await expect(checkColumns(db)).rejects.toMatchObject({ code: 'THELOOK_COLUMN_TYPE', table, ...told });
});
