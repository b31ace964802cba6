import type { SourceVisits, SummaryMessage, Visits } from '@thelook/feed';
import { component, epochMs, integer, objectSchema, text, tuple, type JsonSchema } from './json-schema.js';

const bySource = (of: JsonSchema) => ({
  since: epochMs('The moment from which visits are counted'),
  by_source: {
    type: ['array', 'null'],
    description: 'Visits that began in the window; null until the whole window has been followed.',
    items: of,
  },
});

export const visitsSchema = objectSchema<Visits>(
  'Visits of the whole shop.',
  bySource(component('SourceVisits')),
);

export const sourceVisitsSchema = objectSchema<SourceVisits>('Visits from one source.', {
  source: text('Such as Search; empty for those that there are too many of.'),
  visits: integer('Visits that began in the window.'),
  products: integer('Those that have looked at a product.'),
  carts: integer('Those that have put something into their cart.'),
  purchases: integer('Those that have bought.'),
});

export const visitsRowSchema = tuple('Visits from one source.', [
  text('Such as Search; empty for those that there are too many of.'),
  integer('Visits that began in the window.'),
  integer('Those that have looked at a product.'),
  integer('Those that have put something into their cart.'),
  integer('Those that have bought.'),
]);

export const visitsMessageSchema = objectSchema<NonNullable<SummaryMessage['visits']>>(
  'Visits of the whole shop.',
  bySource(component('VisitsRow')),
);
