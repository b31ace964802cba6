import type { Rule } from '../check.js';

/**
 * A page's address without what lower case could be doubtful about: databases differ in what they make of letters
 * outside ASCII.
 */
const plain = (text: string): string => `regexp_replace(lower(${text}), '[^!-~]', '', 'g')`;

const departmentUri = `'/department/' || p.department || '/category/' || p.category || '/brand/' || coalesce(p.brand, '')`;

/** Which pages events were on. */
export const pages: readonly Rule[] = [
  {
    kind: 'rule',
    name: 'events.uri is a page of the event_type',
    table: 'events',
    reads: { events: ['id', 'event_type', 'uri'] },
    violating: `
      select id from events
       where case event_type
               when 'product' then uri ~ '^/product/[^/]+$'
               when 'department' then uri ~ '^/department/[^/]+/category/.+/brand/'
               else uri = '/' || event_type
             end is not true`,
  },
  {
    kind: 'rule',
    name: 'events.uri of a product names one',
    table: 'events',
    reads: { events: ['id', 'event_type', 'uri'], products: ['id'] },
    violating: `
      select e.id from events e
       where e.event_type = 'product' and e.uri ~ '^/product/[^/]+$'
         and not exists (select from products p where '/product/' || p.id = e.uri)`,
  },
  {
    kind: 'rule',
    name: 'events.uri of a department names department, category and brand of a product',
    table: 'events',
    reads: { events: ['id', 'event_type', 'uri'], products: ['department', 'category', 'brand'] },
    // Each address once: there are far fewer of them than events.
    violating: `
      select e.id from events e
        join (select a.uri from (select distinct uri from events where event_type = 'department') a
               where a.uri ~ '^/department/[^/]+/category/.+/brand/'
                 and ${plain('a.uri')} not in (
                   select ${plain(departmentUri)} from products p where ${departmentUri} is not null)
             ) as unknown on unknown.uri = e.uri
       where e.event_type = 'department'`,
  },
  {
    kind: 'rule',
    name: 'items were looked at before they were bought',
    table: 'order_items',
    reads: {
      order_items: ['id', 'order_id', 'product_id'],
      orders: ['order_id', 'user_id', 'created_at'],
      events: ['session_id', 'user_id', 'created_at', 'event_type', 'uri'],
      products: ['id'],
    },
    violating: `
      select i.id from order_items i
        join products p on p.id = i.product_id
        join orders o on o.order_id = i.order_id
        join (select distinct user_id, created_at from events where event_type = 'purchase') b
          on b.user_id = o.user_id and b.created_at = o.created_at
       where not exists (
         select from events b
           join events e on e.session_id = b.session_id
          where b.event_type = 'purchase' and b.user_id = o.user_id and b.created_at = o.created_at
            and e.uri = '/product/' || i.product_id)`,
  },
];
