import { randomBytes } from 'node:crypto';
import { createDatabase, type TestDatabase } from '@thelook/embedded-postgres';
import { sql, type Kysely } from 'kysely';
import { bookkeepingSchema } from '../src/bookkeeping/bookkeeping-tables.js';
import {
  createDb,
  migrate,
  readConnectionConfig,
  type ConnectionConfig,
  type Database,
} from '../src/index.js';

/** A database for the tests of one file, in which each test has a schema of its own. */
export class TestServer {
  #database: TestDatabase | undefined;
  #open: Kysely<Database>[] = [];
  #roles: string[] = [];
  #schemas = 0;

  async start(): Promise<void> {
    const url = process.env['THELOOK_TEST_SERVER_URL'];
    if (!url) throw new Error('THELOOK_TEST_SERVER_URL is not set');
    this.#database = await createDatabase(url);
  }

  async stop(): Promise<void> {
    const admin = this.connect(this.config('public'));
    for (const role of this.#roles) {
      await sql.raw(`drop owned by ${role} cascade; drop role ${role}`).execute(admin);
    }
    await Promise.all(this.#open.map((db) => db.destroy()));
    await this.#database?.drop();
  }

  /** A schema that nobody else uses; it does not exist yet. */
  newSchema(): string {
    this.#schemas += 1;
    return `shop_${this.#schemas}`;
  }

  config(schema: string, user?: { name: string; password: string }): ConnectionConfig {
    if (!this.#database) throw new Error('the test database is not started');
    const url = new URL(this.#database.url);
    if (user) [url.username, url.password] = [user.name, user.password];
    const config = readConnectionConfig({ DATABASE_URL: url.href, DB_SCHEMA: schema });
    if (!config) throw new Error('the test database has no address');
    return config;
  }

  /** A role that owns the schema, and that of the bookkeeping, with a right on the database and no other. */
  async createRole(
    schema: string,
    right: 'create' | 'connect',
    { bookkeeping = true } = {},
  ): Promise<{ name: string; password: string }> {
    const admin = this.connect(this.config('public'));
    const role = { name: `owner_${randomBytes(6).toString('hex')}`, password: 'secret' };
    await sql.raw(`create role ${role.name} login password '${role.password}'`).execute(admin);
    this.#roles.push(role.name);
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(admin);
    await sql.raw(`grant ${right} on database ${rows[0]?.name} to ${role.name}`).execute(admin);
    const schemas = bookkeeping ? [schema, bookkeepingSchema(schema)] : [schema];
    for (const name of schemas)
      await sql.raw(`create schema ${name} authorization ${role.name}`).execute(admin);
    return role;
  }

  /** Another pool of connections, as another process would have. */
  connect(config: ConnectionConfig): Kysely<Database> {
    const db = createDb({ ...config, maxConnections: 4 });
    this.#open.push(db);
    return db;
  }

  /** A new schema with every table. */
  async openMigrated(schema = this.newSchema()): Promise<Kysely<Database>> {
    const db = this.connect(this.config(schema));
    await migrate(db, { publication: false });
    return db;
  }
}

/** Starts a test database for the file that calls it. */
export function useTestServer(): TestServer {
  const server = new TestServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  return server;
}
