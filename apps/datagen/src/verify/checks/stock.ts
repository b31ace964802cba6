import type { Check, Rule } from '../check.js';
import { unlessTold } from '../recorded-figures.js';

function carries(name: string, columns: Readonly<Record<string, string>>): Rule {
  const differs = Object.entries(columns).map(([own, product]) => `s.${own} is distinct from p.${product}`);
  return {
    kind: 'rule',
    name,
    table: 'inventory_items',
    reads: {
      inventory_items: ['id', 'product_id', ...Object.keys(columns)],
      products: ['id', ...Object.values(columns)],
    },
    violating: `
      select s.id from inventory_items s join products p on p.id = s.product_id where ${differs.join(' or ')}`,
  };
}

/** Pieces in stock against the product that they are of and the item that they were sold as. */
export const stock: readonly Check[] = [
  carries("inventory_items: cost and price are the product's", {
    cost: 'cost',
    product_retail_price: 'retail_price',
  }),
  carries("inventory_items: description is the product's", {
    product_category: 'category',
    product_name: 'name',
    product_brand: 'brand',
    product_department: 'department',
    product_sku: 'sku',
    product_distribution_center_id: 'distribution_center_id',
  }),
  {
    kind: 'rule',
    profile: 'living',
    name: 'inventory_items: sold after it came in',
    table: 'inventory_items',
    reads: { inventory_items: ['id', 'created_at', 'sold_at'] },
    violating: 'select id from inventory_items where sold_at < created_at',
  },
  {
    kind: 'rule',
    profile: 'classic',
    name: 'inventory_items: sold after it came in, within 60 days',
    table: 'inventory_items',
    reads: { inventory_items: ['id', 'created_at', 'sold_at'] },
    violating: `
      select id from inventory_items
       where sold_at < created_at or sold_at > created_at + interval '1440 hours'`,
  },
  {
    kind: 'rule',
    name: 'inventory_items: what is sold is in order_items',
    table: 'inventory_items',
    reads: { inventory_items: ['id', 'sold_at'], order_items: ['inventory_item_id'] },
    violating: `
      select s.id from inventory_items s
       where s.sold_at is not null
         and not exists (select from order_items i where i.inventory_item_id = s.id)`,
  },
  {
    kind: 'rule',
    name: 'order_items.created_at is when the piece was sold',
    table: 'order_items',
    reads: { order_items: ['id', 'inventory_item_id', 'created_at'], inventory_items: ['id', 'sold_at'] },
    violating: `
      select i.id from order_items i join inventory_items s on s.id = i.inventory_item_id
       where i.created_at is distinct from s.sold_at`,
  },
  {
    kind: 'rule',
    name: 'order_items.product_id is what the piece is of',
    table: 'order_items',
    reads: {
      order_items: ['id', 'inventory_item_id', 'product_id'],
      inventory_items: ['id', 'product_id'],
      products: ['id'],
    },
    violating: `
      select i.id from order_items i
        join inventory_items s on s.id = i.inventory_item_id
        join products p on p.id = i.product_id
       where i.product_id is distinct from s.product_id`,
  },
  {
    kind: 'figure',
    profile: 'living',
    name: 'products that are out of stock',
    target: unlessTold(['outOfStock', 'stockDays', 'stockAtLeast', 'daysBetweenRestocks'], [0.01, 0.05]),
    informs:
      'shelves are filled for the sales of before: after another pace of them it takes weeks of the shop',
    // Of those with a shelf: a history makes its pieces as they are sold.
    reads: { agenda: ['kind', 'life'], inventory_items: ['product_id', 'sold_at'] },
    measured: `
      select count(*) as rows, avg((product_id is null)::integer)::float8 as observed
        from (select life from agenda where kind = 'product') as shelves
        left join (select distinct product_id from inventory_items where sold_at is null) as stocked on product_id = life`,
  },
];
