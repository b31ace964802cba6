import type { Stock, StockChange, StockMessage } from '@thelook/feed';
import { ofItem } from './item-schemas.js';
import { component, epochMs, integer, listOf, objectSchema, tuple, type JsonSchema } from './json-schema.js';

/** The newest changes that a summary shows. */
const MAX_CHANGES = 5;

const shelves = (change: JsonSchema) => ({
  at: epochMs("The database's clock when somebody looked"),
  since: epochMs('The moment from which changes are told'),
  products: integer('All products.'),
  out_of_stock: integer('Those without an unsold piece.'),
  newest: listOf(change, 'The newest first.', { maxItems: MAX_CHANGES }),
});

export const stockSchema = objectSchema<Stock>(
  'The shelves of the whole shop, whatever the filters.',
  shelves(component('StockChange')),
);

export const stockMessageSchema = objectSchema<StockMessage>(
  'The shelves of the whole shop, whatever the filters.',
  shelves(component('StockRow')),
);

export const stockChangeSchema = objectSchema<StockChange>('A product that has run out, or come back.', {
  product_id: ofItem('product_id'),
  product_name: ofItem('product_name'),
  in_stock: { type: 'boolean', description: 'Whether it has come back.' },
  changed_at: epochMs('When its last piece was sold, or the first new one came in'),
});

export const stockRowSchema = tuple('A product that has run out, or come back.', [
  integer('Id of the product.'),
  ofItem('product_name'),
  integer('1: it has come back; 0: it has run out.', { minimum: 0, maximum: 1 }),
  integer('Milliseconds from then to `at`.'),
]);
