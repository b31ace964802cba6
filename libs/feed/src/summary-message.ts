import type { RecentItem, Summary, SummaryGroup } from './summary.js';

/** `[key, items, sales, cost]` */
export type GroupRow = [key: string, items: number, sales: number, cost: number];

/** An item of `newest`. Positions count from 0. */
export type RecentRow = [
  /** The 16 bytes of the UUID in base64url; any other id is written as it is, after a `=`. */
  id: string,
  /** Milliseconds from the item's creation to `at`. */
  age: number,
  product_name: string | null,
  /** Position in `by_category`. */
  category: number,
  /** Position in `by_country`. */
  country: number,
  sale_price: number,
  /** Position in `by_status`. */
  status: number,
];

/**
 * The window of a `summary` feed: a {@link Summary} in rows instead of objects, because it goes to everyone at every
 * refresh. It is complete in itself, and replaces the one before.
 */
export interface SummaryMessage extends Omit<
  Summary,
  'by_country' | 'by_traffic_source' | 'by_category' | 'by_status' | 'newest'
> {
  type: 'summary';
  /** Names this state. */
  cursor: string;
  by_country: GroupRow[];
  by_traffic_source: GroupRow[];
  by_category: GroupRow[];
  by_status: GroupRow[];
  newest: RecentRow[];
}

/** The message that carries a summary; about half the size of the summary as JSON. */
export function encodeSummary(summary: Summary, cursor: string): SummaryMessage {
  const { by_country, by_traffic_source, by_category, by_status, series, newest, ...totals } = summary;
  const country = positions(by_country);
  const category = positions(by_category);
  const status = positions(by_status);
  return {
    type: 'summary',
    cursor,
    ...totals,
    by_country: by_country.map(toRow),
    by_traffic_source: by_traffic_source.map(toRow),
    by_category: by_category.map(toRow),
    by_status: by_status.map(toRow),
    series,
    newest: newest.map((item) => [
      packId(item.item_id),
      summary.at - item.created_at,
      item.product_name,
      category.get(item.category) ?? -1,
      country.get(item.country) ?? -1,
      item.sale_price,
      status.get(item.item_status) ?? -1,
    ]),
  };
}

/**
 * The summary that a message carries.
 *
 * @example
 * const { sales, by_country } = decodeSummary(message);
 */
export function decodeSummary(message: SummaryMessage): Summary {
  const { at, window_seconds, orders, items, sales, cost, margin, series } = message;
  const key = (rows: GroupRow[], position: number) => rows[position]?.[0] ?? '';
  return {
    ...{ at, window_seconds, orders, items, sales, cost, margin },
    by_country: message.by_country.map(toGroup),
    by_traffic_source: message.by_traffic_source.map(toGroup),
    by_category: message.by_category.map(toGroup),
    by_status: message.by_status.map(toGroup),
    series,
    newest: message.newest.map(
      ([id, age, product_name, category, country, sale_price, status]): RecentItem => ({
        item_id: unpackId(id),
        created_at: at - age,
        product_name,
        category: key(message.by_category, category),
        country: key(message.by_country, country),
        sale_price,
        item_status: key(message.by_status, status),
      }),
    ),
  };
}

function positions(groups: SummaryGroup[]): Map<string, number> {
  return new Map(groups.map(({ key }, position) => [key, position]));
}

function toRow({ key, items, sales, cost }: SummaryGroup): GroupRow {
  return [key, items, sales, cost];
}

function toGroup([key, items, sales, cost]: GroupRow): SummaryGroup {
  return { key, items, sales, cost };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function packId(id: string): string {
  if (!uuid.test(id)) return `=${id}`;
  const bytes = id.replaceAll('-', '').replace(/../g, (hex) => String.fromCharCode(parseInt(hex, 16)));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').slice(0, 22);
}

function unpackId(packed: string): string {
  if (packed.startsWith('=')) return packed.slice(1);
  const bytes = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
