import {
  copyTables,
  createDb,
  migrate,
  readConnectionConfig,
  type CopyData,
  type Database,
} from '@thelook/db';
import { AgendaDataBuilder } from '@thelook/db/internal';
import { createDatabase } from '@thelook/embedded-postgres';
import type { Catalogue } from '@thelook/models';
import type { Kysely } from 'kysely';
import { createHistory, type History } from '../../../../apps/datagen/src/backfill/history.js';
import { usersPerChunk } from '../../../../apps/datagen/src/backfill/chunks.js';
import { ShopperEncoder } from '../../../../apps/datagen/src/shopper-encoder.js';
import type { BenchServer } from '../bench-server.js';
import type { Figure } from '../report.js';

const CHUNKS = 12;

/** Chunks of a history, made and written on one connection, with what is ahead of its lives and without: in turns. */
export async function handOverCase(server: BenchServer, catalogue: Catalogue): Promise<Figure[]> {
  const description = {
    profile: 'living',
    seed: '1',
    flags: { history: true },
    figures: {},
    catalogue: '',
  } as const;
  const span = { since: Date.UTC(2019, 0, 1), until: Date.now(), users: CHUNKS * usersPerChunk };
  const history = createHistory({ catalogue, description, span });
  const [without, handedOver] = await Promise.all([Shop.open(server), Shop.open(server)]);
  const spent = { without: 0, handedOver: 0 };
  let ahead = 0;
  for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
    const first = await without.write(history, chunk, false);
    const second = await handedOver.write(history, chunk, true);
    // The first chunk of each pays for the compiler.
    if (chunk === 0) continue;
    spent.without += first.seconds;
    spent.handedOver += second.seconds;
    ahead += second.ahead;
  }
  await Promise.all([without.close(), handedOver.close()]);
  return [
    { name: 'handing over, lives of a history', value: ahead / (CHUNKS - 1) / usersPerChunk, unit: '' },
    {
      name: '  speed to that without',
      value: spent.without / spent.handedOver,
      unit: '',
      atLeast: 0.8,
    },
  ];
}

class Shop {
  readonly #encoder = new ShopperEncoder();
  readonly #agenda = new AgendaDataBuilder();

  private constructor(
    readonly db: Kysely<Database>,
    readonly close: () => Promise<void>,
  ) {}

  static async open(server: BenchServer): Promise<Shop> {
    const { url, drop } = await createDatabase(server.url);
    const db = createDb({ ...readConnectionConfig({ DATABASE_URL: url })!, maxConnections: 1 });
    await migrate(db, { publication: false });
    return new Shop(db, async () => {
      await db.destroy();
      await drop();
    });
  }

  async write(
    history: History,
    chunk: number,
    handsOver: boolean,
  ): Promise<{ seconds: number; ahead: number }> {
    const started = performance.now();
    let ahead = 0;
    for (let index = chunk * usersPerChunk; index < (chunk + 1) * usersPerChunk; index += 1) {
      const { rows, next } = history.life(index);
      this.#encoder.add(rows);
      if (!next || !handsOver) continue;
      this.#agenda.add(next);
      ahead += 1;
    }
    const copies: CopyData[] = this.#encoder.take();
    if (handsOver) copies.push(this.#agenda.take());
    await copyTables(this.db, copies);
    return { seconds: (performance.now() - started) / 1_000, ahead };
  }
}
