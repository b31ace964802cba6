import { aQuarter, classic, living, withoutOrders, type Break } from './statements.js';

export const userFigures: Break[] = [
  ['gender of users', `update users set gender = 'M' where ${withoutOrders};`, classic],
  [
    'gender of users',
    `insert into users
     select gen_random_uuid(), first_name, last_name, email, age, 'M', state, street_address, postal_code, city,
            country, latitude, longitude, traffic_source, created_at, updated_at
       from users;`,
    living,
  ],
  [
    'traffic source of users',
    `update users set traffic_source = 'Email' where traffic_source = 'Search' and ${aQuarter('id')};`,
  ],
];
