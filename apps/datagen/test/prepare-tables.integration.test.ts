import { copyTables, createDb, migrate, readConnectionConfig, tableNames, type Database } from '@thelook/db';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { createShop, type Catalogue, type Shopper } from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { prepareTables } from '../src/prepare-tables.js';
import { ShopperEncoder } from '../src/shopper-encoder.js';
import { ThinCatalogue } from './backfill/catalogue.js';

let catalogue: Catalogue;
let database: TestDatabase;
let db: Kysely<Database>;
let log: string;

beforeAll(async () => {
  const thin = await ThinCatalogue.write();
  catalogue = await thin.load();
  await thin.remove();
});
beforeEach(async () => {
  log = '';
  database = await createDatabase(process.env['THELOOK_TEST_SERVER_URL']!);
  db = createDb(readConnectionConfig({ DATABASE_URL: database.url })!);
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

const prepare = (ifExists: 'append' | 'replace') => {
  const stream = new PassThrough().on('data', (line: Buffer) => (log += line.toString()));
  return prepareTables(db, { ifExists, catalogue, logger: pino(stream), indexes: true });
};

const write = async (shopper: Shopper) => {
  const encoder = new ShopperEncoder();
  encoder.add(shopper);
  await copyTables(db, encoder.take());
};

describe.each(['append', 'replace'] as const)('%s mends a shop without', (ifExists) => {
  test.each(tableNames)('%s, which somebody dropped', async (table) => {
    await migrate(db);
    const shop = createShop({ catalogue, profile: 'classic', seed: 1 });
    await write(shop.shopper(0));
    await sql.raw(`drop table ecommerce.${table}`).execute(db);
    await prepare(ifExists);
    expect(log).toContain(`${table} was missing`);
    await write(shop.shopper(1));
    const users = await db.selectFrom('users').select('id').execute();
    expect(users).toHaveLength(ifExists === 'append' && table !== 'users' ? 2 : 1);
  });
});
