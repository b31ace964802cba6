import { buyer, visit, type Break } from './statements.js';

export const pages: Break[] = [
  [
    'events.uri is a page of the event_type',
    `${buyer} update events set uri = '/basket'
      where event_type = 'cart' and session_id in (select session_id from buyer);`,
  ],
  ['events.uri of a product names one', visit(`(1, 'product', '/product/99999999')`)],
  [
    'events.uri of a department names department, category and brand of a product',
    visit(`(1, 'department', '/department/pets/category/hats/brand/none'), (2, 'product', '/product/1')`),
  ],
  [
    'items were looked at before they were bought',
    `${buyer} update events
        set uri = '/product/' || (select min(id) from products where id not in (select product_id from buyer))
      where event_type = 'product' and session_id in (select session_id from buyer);`,
  ],
];
