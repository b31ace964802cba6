import { toDollars, toUnits, type StatusChange, type StatusChanges, type StatusCount } from '@thelook/feed';
import type { SalesTable } from '../window/sales-table.js';
import type { ChangeCount, ToldChange } from '../window/status-changes.js';
import { readUuid } from '../window/uuid.js';

/** What has become of the shop's items in the window that ends at `at`; null where no stream tells. */
export function statusChanges(table: SalesTable, at: number, windowSeconds: number): StatusChanges | null {
  const told = table.statusChanges.counts(at, windowSeconds);
  if (!told) return null;
  const { Shipped, Complete, Returned, Cancelled } = told.counts;
  return {
    since: told.since,
    shipped: toCount(Shipped),
    delivered: toCount(Complete),
    returned: toCount(Returned),
    cancelled: toCount(Cancelled),
    newest: table.statusChanges.newest.map((change) => toChange(table, change)),
  };
}

function toCount({ items, dollars }: ChangeCount): StatusCount {
  return { items, sales: toDollars(toUnits(dollars)) };
}

function toChange(table: SalesTable, { itemId, userId, productId, ...change }: ToldChange): StatusChange {
  const { buyers, products, words } = table;
  const product = productId === undefined ? 0 : products.find(products.key(productId));
  const buyer = userId === undefined ? 0 : buyers.find(readUuid(userId, new Uint32Array(4), 'users.id'));
  return {
    item_id: itemId,
    status: change.status,
    changed_at: Math.floor(change.moment / 1_000),
    product_name: products.isPresent(product) ? products.get(product).row.name : null,
    country: buyers.isPresent(buyer) ? words.text(buyers.country(buyer)) : null,
    sale_price: change.price,
  };
}
