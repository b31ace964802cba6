import type { FilterName } from './filter.js';
import type {
  RecentItem,
  SalesSeries,
  StatusChanges,
  StatusCount,
  Stock,
  Summary,
  SummaryGroup,
  TopProduct,
  WindowBefore,
} from './summary.js';
import type {
  GroupRow,
  ProductRow,
  OrdersRow,
  CountRow,
  RecentRow,
  VisitsRow,
  SaleDaysRow,
  StockMessage,
  StatusChangesMessage,
} from './summary-rows.js';

/**
 * The window of a `summary` feed: a {@link Summary} in rows instead of objects, because it goes to everyone at every
 * refresh. It is complete in itself, and replaces the one before. What servers of the first days did not send is
 * optional.
 */
export interface SummaryMessage extends Pick<
  Summary,
  'at' | 'window_seconds' | 'orders' | 'items' | 'sales' | 'cost' | 'margin'
> {
  type: 'summary';
  /** Names this state. */
  cursor: string;
  by_country: GroupRow[];
  by_traffic_source: GroupRow[];
  by_category: GroupRow[];
  by_status: GroupRow[];
  by_department?: GroupRow[];
  by_age?: GroupRow[];
  by_customer?: GroupRow[];
  top_brands?: GroupRow[];
  top_products?: ProductRow[];
  orders_by_status?: OrdersRow[];
  others?: { [Name in FilterName]?: GroupRow[] };
  before?: WindowBefore | null;
  status_changes?: StatusChangesMessage | null;
  visits?: { since: number; by_source: VisitsRow[] | null } | null;
  sale_days?: SaleDaysRow[] | null;
  stock?: StockMessage | null;
  series: Pick<SalesSeries, 'from' | 'step_seconds' | 'sales_per_second'> & Partial<SalesSeries>;
  newest: RecentRow[];
}

/** The message that carries a summary; about half the size of the summary as JSON. */
export function encodeSummary(summary: Summary, cursor: string): SummaryMessage {
  const { at, by_country, by_category, by_status, others, newest, status_changes, visits, sale_days } =
    summary;
  const country = positions(by_country);
  const category = positions(by_category);
  const status = positions(by_status);
  return {
    ...summary,
    type: 'summary',
    cursor,
    by_country: by_country.map(toRow),
    by_traffic_source: summary.by_traffic_source.map(toRow),
    by_category: by_category.map(toRow),
    by_status: by_status.map(toRow),
    by_department: summary.by_department.map(toRow),
    by_age: summary.by_age.map(toRow),
    by_customer: summary.by_customer.map(toRow),
    top_brands: summary.top_brands.map(toRow),
    top_products: summary.top_products.map((top): ProductRow => [
      top.product_id,
      top.product_name,
      top.product_brand,
      top.items,
      top.sales,
    ]),
    orders_by_status: summary.orders_by_status.map(({ key, orders }): OrdersRow => [key, orders]),
    others: mapValues(others, (groups) => groups.map(toRow)),
    status_changes: status_changes && encodeChanges(status_changes, at),
    visits: visits && {
      since: visits.since,
      by_source:
        visits.by_source?.map(({ source, visits: all, products, carts, purchases }): VisitsRow => [
          ...([source, all, products, carts, purchases] as const),
        ]) ?? null,
    },
    sale_days: sale_days && sale_days.map(({ from, to }): SaleDaysRow => [at - from, at - to]),
    stock: summary.stock && encodeStock(summary.stock, at),
    newest: newest.map((item): RecentRow => [
      packId(item.item_id),
      at - item.created_at,
      item.product_name,
      category.get(item.category) ?? -1,
      country.get(item.country) ?? -1,
      item.sale_price,
      status.get(item.item_status) ?? -1,
      ...((item.place?.map((degrees) => Math.round(degrees * 10)) ?? []) as [number?, number?]),
    ]),
  };
}

/**
 * The summary that a message carries. What the server does not send yet is empty, or null.
 *
 * @example
 * const { sales, by_country } = decodeSummary(message);
 */
export function decodeSummary(message: SummaryMessage): Summary {
  const { at, window_seconds, orders, items, sales, cost, margin, series, before = null } = message;
  const { status_changes } = message;
  const key = (rows: GroupRow[], position: number) => rows[position]?.[0] ?? '';
  return {
    ...{ at, window_seconds, orders, items, sales, cost, margin },
    by_country: message.by_country.map(toGroup),
    by_traffic_source: message.by_traffic_source.map(toGroup),
    by_category: message.by_category.map(toGroup),
    by_status: message.by_status.map(toGroup),
    by_department: (message.by_department ?? []).map(toGroup),
    by_age: (message.by_age ?? []).map(toGroup),
    by_customer: (message.by_customer ?? []).map(toGroup),
    top_brands: (message.top_brands ?? []).map(toGroup),
    top_products: (message.top_products ?? []).map(
      ([product_id, product_name, product_brand, sold, amount]): TopProduct => ({
        ...{ product_id, product_name, product_brand, items: sold, sales: amount },
      }),
    ),
    orders_by_status: (message.orders_by_status ?? []).map(([status, count]) => ({
      key: status,
      orders: count,
    })),
    others: mapValues(message.others ?? {}, (rows) => rows.map(toGroup)),
    before,
    status_changes: status_changes ? decodeChanges(status_changes, at) : null,
    visits: message.visits
      ? {
          since: message.visits.since,
          by_source:
            message.visits.by_source?.map(([source, visits, products, carts, purchases]) => ({
              ...{ source, visits, products, carts, purchases },
            })) ?? null,
        }
      : null,
    sale_days: message.sale_days?.map(([from, to]) => ({ from: at - from, to: at - to })) ?? null,
    stock: message.stock ? decodeStock(message.stock, at) : null,
    series: { items: [], orders: [], ...series },
    newest: message.newest.map(
      ([id, age, product_name, category, country, sale_price, status, latitude, longitude]): RecentItem => ({
        item_id: unpackId(id),
        created_at: at - age,
        product_name,
        category: key(message.by_category, category),
        country: key(message.by_country, country),
        sale_price,
        item_status: key(message.by_status, status),
        place: latitude === undefined || longitude === undefined ? null : [latitude / 10, longitude / 10],
      }),
    ),
  };
}

function encodeChanges(changes: StatusChanges, at: number): StatusChangesMessage {
  const toCount = ({ items, sales }: StatusCount): CountRow => [items, sales];
  return {
    since: changes.since,
    shipped: toCount(changes.shipped),
    delivered: toCount(changes.delivered),
    returned: toCount(changes.returned),
    cancelled: toCount(changes.cancelled),
    newest: changes.newest.map((change) => [
      packId(change.item_id),
      change.status,
      at - change.changed_at,
      change.product_name,
      change.country,
      change.sale_price,
    ]),
  };
}

function decodeChanges(message: StatusChangesMessage, at: number): StatusChanges {
  const ofCount = ([items, sales]: CountRow): StatusCount => ({ items, sales });
  return {
    since: message.since,
    shipped: ofCount(message.shipped),
    delivered: ofCount(message.delivered),
    returned: ofCount(message.returned),
    cancelled: ofCount(message.cancelled),
    newest: message.newest.map(([id, status, age, product_name, country, sale_price]) => ({
      ...{ item_id: unpackId(id), status, changed_at: at - age, product_name, country, sale_price },
    })),
  };
}

function encodeStock({ newest, ...counts }: Stock, at: number): StockMessage {
  return {
    ...counts,
    newest: newest.map(({ product_id, product_name, in_stock, changed_at }) => [
      product_id,
      product_name,
      in_stock ? 1 : 0,
      at - changed_at,
    ]),
  };
}

function decodeStock({ newest, ...counts }: StockMessage, at: number): Stock {
  return {
    ...counts,
    newest: newest.map(([product_id, product_name, in_stock, age]) => ({
      ...{ product_id, product_name, in_stock: in_stock === 1, changed_at: at - age },
    })),
  };
}

function mapValues<Key extends string, From, To>(
  values: { readonly [Name in Key]?: From },
  map: (value: From) => To,
): { [Name in Key]?: To } {
  const entries = Object.entries(values) as [Key, From][];
  return Object.fromEntries(entries.map(([name, value]) => [name, map(value)])) as { [Name in Key]?: To };
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
