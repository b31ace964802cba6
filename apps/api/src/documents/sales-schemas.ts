import {
  shopStatuses,
  type SaleDays,
  type SalesSeries,
  type StatusOrders,
  type SummaryGroup,
  type TopProduct,
  type WindowBefore,
} from '@thelook/feed';
import { dollars, epochMs, integer, listOf, number, objectSchema, text, tuple } from './json-schema.js';

export const summaryGroupSchema = objectSchema<SummaryGroup>('What was sold under one key.', {
  key: text('Such as the name of a country.'),
  items: integer('Order items.', { minimum: 1 }),
  sales: dollars('What buyers paid'),
  cost: dollars('What the shop paid'),
});

export const topProductSchema = objectSchema<TopProduct>('One of the best products.', {
  product_id: integer('Of the product.'),
  product_name: { type: ['string', 'null'], description: 'Its name.' },
  product_brand: { type: ['string', 'null'], description: 'Its brand.' },
  items: integer('Order items.', { minimum: 1 }),
  sales: dollars('What buyers paid'),
});

export const statusOrdersSchema = objectSchema<StatusOrders>('Orders that have an item in a status.', {
  key: text('The status.', { enum: shopStatuses }),
  orders: integer('Orders.', { minimum: 0 }),
});

export const salesSeriesSchema = objectSchema<SalesSeries>('Sales over the window, step by step.', {
  from: epochMs('Begin of the first step'),
  step_seconds: number('Length of a step.'),
  sales_per_second: listOf(
    number('US dollars a second.'),
    'One for each step. The first has partly left the window, and the last is not over yet.',
  ),
  items: listOf(integer('Order items.'), 'One for each step.'),
  orders: listOf(integer('Orders.'), 'One for each step.'),
});

export const windowBeforeSchema = objectSchema<WindowBefore>(
  'What had been sold in the window before this one, as it was when it left.',
  {
    from: epochMs('The moment from which it is counted'),
    to: epochMs('The moment before which it is counted'),
    orders: integer('Orders.'),
    items: integer('Order items.'),
    sales: dollars('What buyers paid'),
    cost: dollars('What the shop paid'),
    sales_per_second: listOf(
      number('US dollars a second.'),
      'One for each step of the series, a window earlier.',
    ),
  },
);

export const saleDaysSchema = objectSchema<SaleDays>('A stretch of time on sale days of the shop.', {
  from: epochMs('When it began, or the window'),
  to: epochMs('When it ended, or the moment of the summary'),
});

export const saleDaysRowSchema = tuple('A stretch of time on sale days of the shop.', [
  integer('Milliseconds from its begin to `at`.'),
  integer('Milliseconds from its end to `at`; 0 while it goes on.'),
]);

export const groupRowSchema = tuple('What was sold under one key.', [
  text('The key, such as the name of a country.'),
  integer('Order items.', { minimum: 1 }),
  dollars('What buyers paid'),
  dollars('What the shop paid'),
]);

export const productRowSchema = tuple('One of the best products.', [
  integer('Id of the product.'),
  { type: ['string', 'null'], description: 'Its name.' },
  { type: ['string', 'null'], description: 'Its brand.' },
  integer('Order items.', { minimum: 1 }),
  dollars('What buyers paid'),
]);

export const ordersRowSchema = tuple('Orders that have an item in a status.', [
  text('The status.'),
  integer('Orders.'),
]);
