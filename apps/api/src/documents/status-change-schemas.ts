import type { StatusChange, StatusChanges, StatusChangesMessage, StatusCount } from '@thelook/feed';
import { ofItem, packedId } from './item-schemas.js';
import {
  component,
  dollars,
  epochMs,
  integer,
  listOf,
  objectSchema,
  text,
  tuple,
  type JsonSchema,
} from './json-schema.js';

/** The newest changes of status that a summary shows. */
const MAX_CHANGES = 6;

export const statusCountSchema = objectSchema<StatusCount>('What became of order items in one way.', {
  items: integer('Order items.'),
  sales: dollars('What their buyers paid'),
});

const countsOf = (count: JsonSchema) => ({
  since: epochMs('The moment from which it is counted'),
  shipped: count,
  delivered: count,
  returned: count,
  cancelled: count,
});

export const statusChangesSchema = objectSchema<StatusChanges>(
  "What became of the whole shop's order items, whatever their age and the filters.",
  {
    ...countsOf(component('StatusCount')),
    newest: listOf(component('StatusChange'), 'The newest first.', { maxItems: MAX_CHANGES }),
  },
);

export const statusChangeSchema = objectSchema<StatusChange>('An order item that has reached a status.', {
  item_id: ofItem('item_id'),
  status: ofItem('item_status'),
  changed_at: epochMs('When it did'),
  product_name: ofItem('product_name'),
  country: { type: ['string', 'null'], description: 'Of the buyer; null where it is not known.' },
  sale_price: ofItem('sale_price'),
});

export const countRowSchema = tuple('What became of order items in one way.', [
  integer('Order items.'),
  dollars('What their buyers paid'),
]);

export const changeRowSchema = tuple('An order item that has reached a status.', [
  packedId,
  text('The status.'),
  integer('Milliseconds from then to `at`.'),
  ofItem('product_name'),
  { type: ['string', 'null'], description: 'Country of the buyer; null where it is not known.' },
  dollars('What the buyer paid'),
]);

export const changesMessageSchema = objectSchema<StatusChangesMessage>(
  "What became of the whole shop's order items, whatever their age and the filters.",
  {
    ...countsOf(component('CountRow')),
    newest: listOf(component('ChangeRow'), 'The newest first.', { maxItems: MAX_CHANGES }),
  },
);
