import { randomBytes } from 'node:crypto';
import {
  bulkInsert,
  createDb,
  generatedTables,
  migrate,
  readConnectionConfig,
  refreshStatic,
  type Database,
} from '@thelook/db';
import { createDatabase } from '@thelook/embedded-postgres';
import { loadCatalogue, type Catalogue, type Shopper } from '@thelook/models';
import { sql, type Kysely, type Transaction } from 'kysely';

/** The schema of the tables. */
export const schema = 'ecommerce';

export interface ShopDatabase {
  db: Kysely<Database>;
  url: string;
  drop(): Promise<void>;
}

/** A database of its own with the static tables and the shoppers given. */
export async function openShopDatabase(
  shoppers: Iterable<Shopper>,
  catalogue?: Catalogue,
): Promise<ShopDatabase> {
  const server = process.env['THELOOK_TEST_SERVER_URL'];
  if (!server) throw new Error('THELOOK_TEST_SERVER_URL is not set');
  const database = await createDatabase(server);
  const config = readConnectionConfig({ DATABASE_URL: database.url, DB_SCHEMA: schema });
  if (!config) throw new Error('the test database has no address');
  const db = createDb({
    ...config,
    maxConnections: 2,
    applicationName: `verify-${randomBytes(4).toString('hex')}`,
  });
  await migrate(db, { publication: false });
  await refreshStatic(db, catalogue ?? (await loadCatalogue()));
  const all = [...shoppers];
  for (const table of generatedTables) {
    await bulkInsert(db, table, all.flatMap((shopper): object[] => shopper[table]) as never[]);
  }
  await sql`analyze`.execute(db);
  return {
    db,
    url: database.url,
    drop: async () => {
      await db.destroy();
      await database.drop();
    },
  };
}

class Undo extends Error {}

/** Runs `work` on a shop as it is after `statements`, and takes both back. */
export async function after<Result>(
  { db }: ShopDatabase,
  statements: string,
  work: (transaction: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  let result: { value: Result } | undefined;
  const run = db.transaction().execute(async (transaction) => {
    await sql.raw(`set local search_path to ${schema}; ${statements}`).execute(transaction);
    result = { value: await work(transaction) };
    throw new Undo();
  });
  await run.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return result!.value;
}
