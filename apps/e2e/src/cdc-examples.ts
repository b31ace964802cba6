import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ended, type LivingShop } from './living-shop.js';

export const identities = ['default', 'full'] as const;
export type Identity = (typeof identities)[number];

/** A line of `datagen changes`. */
interface Change {
  op: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  source: { table: string };
  transaction: { id: string };
}

/** A kind of transaction that the examples show. */
interface ExampleCase {
  title: string;
  /** The operations of such a transaction and their tables. */
  changes: RegExp;
  /** What its order has become. */
  status?: string;
}

const cases: readonly ExampleCase[] = [
  { title: 'A purchase', changes: /^u:inventory_items c:orders c:order_items c:events$/ },
  { title: 'A transition', changes: /^u:orders u:order_items$/, status: 'Shipped' },
  {
    title: 'A return',
    changes: /^c:inventory_items u:orders u:order_items c:events$/,
    status: 'Returned',
  },
  // Somebody who never bought: others leave orders, items and pieces, too.
  { title: 'A deletion', changes: /^(d:events ){2}d:users$/ },
];

const intro = `# Changes as they come

Captured from a shop, with either replica identity: whole transactions. Lines are broken here, and come unbroken.
[cdc.md](cdc.md) tells what the fields mean. A test holds that what comes today has the keys and the types of these;
\`WRITE_EXAMPLES=1 npm run test:jest -- cdc-examples\` captures them anew.
`;

/** Examples by the title that they have in the document: lines as they come. */
export type Examples = ReadonlyMap<string, readonly string[]>;

/** Lets a shop do its business, and takes the first transaction of each kind from its changes. */
export async function captureExamples(
  shop: LivingShop,
  identity: Identity,
  folder: string,
): Promise<Examples> {
  const [slot, file] = [`examples_${identity}`, join(folder, `${identity}.ndjson`)];
  await ended(shop.datagen(['replica-identity', identity]));
  await shop.query(`select pg_create_logical_replication_slot('${slot}', 'pgoutput')`);
  const figures = join(folder, 'figures.json');
  const flags = [
    '--quiet',
    '--wait-for=0',
    '--speed=864000',
    '--conversion=.2',
    '--pattern=flat',
    '--seed=7',
  ];
  await ended(shop.datagen(['serve', ...flags, '--max-iter=500', `--figures=${figures}`]));
  await ended(shop.datagen(['changes', '--quiet', '--once', `--slot=${slot}`, `--file=${file}`]));
  await shop.query(`select pg_drop_replication_slot('${slot}')`);

  const transactions = new Map<string, string[]>();
  for (const line of (await readFile(file, 'utf8')).trimEnd().split('\n')) {
    const { id } = (JSON.parse(line) as Change).transaction;
    transactions.set(id, [...(transactions.get(id) ?? []), line]);
  }
  const found = cases.map(({ title, ...wanted }): [string, readonly string[]] => {
    const lines = [...transactions.values()].find((each) => isWanted(each, wanted));
    if (!lines) throw new Error(`the shop has not shown ${title.toLowerCase()}`);
    return [`${title}, replica identity ${identity}`, lines];
  });
  return new Map(found);
}

function isWanted(lines: readonly string[], { changes, status }: Omit<ExampleCase, 'title'>): boolean {
  const parsed = lines.map((line) => JSON.parse(line) as Change);
  const order = parsed.find(({ source }) => source.table === 'orders');
  return (
    changes.test(parsed.map(({ op, source }) => `${op}:${source.table}`).join(' ')) &&
    (status === undefined || order?.after?.['status'] === status)
  );
}

/** The document with the examples. */
export function writeExamples(examples: Examples): string {
  const sections = [...examples].map(
    ([title, lines]) =>
      `\n## ${title}\n\n<!-- prettier-ignore -->\n\`\`\`json\n${lines.map(broken).join('\n')}\n\`\`\`\n`,
  );
  return intro + sections.join('');
}

function broken(line: string): string {
  return line.replaceAll(/(\}|null),("(?:after|source|transaction|op)":)/g, '$1,\n $2');
}

/** The examples of such a document. */
export function readExamples(text: string): Examples {
  const sections = text.matchAll(/^## (.*)\n\n.*\n```json\n([^]*?)\n```$/gm);
  return new Map([...sections].map(([, title, block]) => [title!, block!.replaceAll('\n ', '').split('\n')]));
}
