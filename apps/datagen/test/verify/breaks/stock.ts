import { aQuarter, becomes, buyer, classic, living, unsold, type Break } from './statements.js';

export const stock: Break[] = [
  [
    "inventory_items: cost and price are the product's",
    `update inventory_items set cost = cost + 0.01 where id = ${unsold};`,
  ],
  [
    "inventory_items: description is the product's",
    `update inventory_items set product_brand = 'Nobody' where id = ${unsold};`,
  ],
  [
    'inventory_items: sold after it came in',
    `${buyer} update inventory_items set created_at = sold_at + interval '1 second'
      where id in (select inventory_item_id from buyer);`,
    living,
  ],
  [
    'inventory_items: sold after it came in, within 60 days',
    `${buyer} update inventory_items set created_at = sold_at - interval '61 days'
      where id in (select inventory_item_id from buyer);`,
    classic,
  ],
  [
    'inventory_items: what is sold is in order_items',
    `update inventory_items set sold_at = created_at where id = ${unsold};`,
  ],
  [
    'order_items.created_at is when the piece was sold',
    `${buyer} update inventory_items set created_at = sold_at, sold_at = sold_at + interval '1 second'
      where id in (select inventory_item_id from buyer);`,
  ],
  [
    'order_items.product_id is what the piece is of',
    `${buyer} update inventory_items i ${becomes(
      '(select min(id) from products where id not in (select product_id from buyer))',
    )} and i.id in (select inventory_item_id from buyer);`,
  ],
  [
    'products that are out of stock',
    `delete from inventory_items where sold_at is null and product_id in (
       select product_id from inventory_items where ${aQuarter('id')});`,
    living,
  ],
];
