import { randomInt, randomUUID } from 'node:crypto';
import { createDb, readConnectionConfig } from '@thelook/db';
import { serveCommands } from './worker-process.js';

export interface WriterOptions {
  url: string;
  /** Milliseconds from one item to the next. */
  everyMs: number;
}

export type WriterCommands = {
  start: (options: WriterOptions) => Promise<void>;
  /** Resolves when nothing is written any more. */
  stop: (nothing: undefined) => Promise<void>;
};

let timer: NodeJS.Timeout | undefined;
let last: Promise<unknown> = Promise.resolve();

async function start({ url, everyMs }: WriterOptions): Promise<void> {
  const config = readConnectionConfig({ DATABASE_URL: url });
  if (!config) throw new Error('the database has no address');
  const shop = createDb({ ...config, maxConnections: 1, applicationName: 'bench-writer' });
  const users = await shop.selectFrom('users').select('id').limit(1_000).execute();
  const products = await shop.selectFrom('products').select(['id', 'retail_price']).limit(1_000).execute();
  const write = async () => {
    const product = products[randomInt(products.length)]!;
    // A statement is a transaction of its own; the moment is the one before it was sent, so delays include it.
    const item = {
      ...{ id: randomUUID(), order_id: randomUUID(), inventory_item_id: randomUUID() },
      user_id: users[randomInt(users.length)]!.id,
      product_id: product.id,
      status: 'Processing' as const,
      created_at: new Date(),
      sale_price: product.retail_price,
    };
    await shop.insertInto('order_items').values(item).execute();
  };
  timer = setInterval(() => {
    last = last.then(write);
  }, everyMs);
}

const commands: WriterCommands = {
  start,
  stop: async () => {
    clearInterval(timer);
    await last;
  },
};

serveCommands(commands);
