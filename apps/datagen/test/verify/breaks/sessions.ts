import { buyer, buyerOfTwo, visit, type Break } from './statements.js';

export const sessions: Break[] = [
  [
    'events of a user come after the sign-up',
    `${buyer} update users u set created_at = b.created_at from buyer b where b.user_id = u.id;`,
  ],
  [
    "events of a user come from the user's place",
    `${buyer} update users set city = 'Nowhere' where id in (select user_id from buyer);`,
  ],
  [
    'sessions number their events 1, 2, 3, ...',
    `${buyer} update events set sequence_number = 7
      where event_type = 'purchase' and session_id in (select session_id from buyer);`,
  ],
  [
    'sessions go on in less than 3 minutes, forwards',
    `${buyer} update users set created_at = created_at - interval '1 hour' where id in (select user_id from buyer);
     update events set created_at = created_at - interval '3 minutes'
      where event_type = 'home' and session_id in (select session_id from buyer);`,
  ],
  [
    'sessions have one user, address, place, browser and source',
    `${buyer} update events set ip_address = '8.8.8.8'
      where event_type = 'cart' and session_id in (select session_id from buyer);`,
  ],
  ['sessions are one of the known visits', visit(`(1, 'cart', '/cart')`)],
  [
    'purchases and orders belong together',
    `${buyer} update events set created_at = created_at + interval '1 millisecond'
      where event_type = 'purchase' and session_id in (select session_id from buyer);`,
  ],
  [
    'a purchase of one item takes 5 events, of n items 3n + 1',
    `${buyerOfTwo}
     update events set sequence_number = sequence_number + 3 where session_id in (select session_id from visit);
     insert into events
     select gen_random_uuid(), user_id, sequence_number - 3, e.session_id, begun, ip_address, city, state,
            postal_code, browser, traffic_source, uri, event_type
       from events e join visit using (session_id) where sequence_number <= 6;`,
  ],
];
