import type { RecentItem } from '@thelook/feed';
import { ofItem, packedId } from './item-schemas.js';
import { dollars, integer, number, objectSchema, tuple, type JsonSchema } from './json-schema.js';

export const recentItemSchema = objectSchema<RecentItem>('An order item in short.', {
  item_id: ofItem('item_id'),
  created_at: ofItem('created_at'),
  product_name: ofItem('product_name'),
  category: ofItem('category'),
  country: ofItem('country'),
  sale_price: ofItem('sale_price'),
  item_status: ofItem('item_status'),
  place: {
    type: ['array', 'null'],
    description: 'Where the buyer lives, latitude and longitude in degrees to a tenth; null where not known.',
    items: number('Degrees.'),
  },
});

const position = (of: string) => integer(`Position in ${of}, from 0.`, { minimum: 0 });

const recentValues = [
  packedId,
  integer('Milliseconds from its creation to `at`.'),
  ofItem('product_name'),
  position('by_category'),
  position('by_country'),
  dollars('What the buyer paid'),
  position('by_status'),
];

export const recentRowSchema: JsonSchema = {
  anyOf: [
    tuple('An order item in short, where the home of its buyer is not known.', recentValues),
    tuple('An order item in short.', [
      ...recentValues,
      integer("Latitude of the buyer's home, in tenths of a degree."),
      integer("Longitude of the buyer's home, in tenths of a degree."),
    ]),
  ],
};
