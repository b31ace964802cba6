import { buyer, buyerOfTwo, classic, living, visit, type Break } from './statements.js';

export const sessions: Break[] = [
  [
    'events of a user come after the sign-up',
    `${buyer}
     update events e set user_id = b.user_id from buyer b where b.session_id = e.session_id;
     update users u set created_at = b.created_at, updated_at = greatest(updated_at, b.created_at)
       from buyer b where b.user_id = u.id;`,
  ],
  [
    "events of a user since the last move come from the user's place",
    `${buyer} update users set city = 'Nowhere' where id in (select user_id from buyer);`,
    living,
  ],
  [
    "events of a user since the last move come from the user's place",
    // Somebody who moved right after signing up, and came back.
    `update users set city = 'Nowhere', updated_at = created_at + interval '1 millisecond'
      where id = (select max(u.id::text)::uuid from users u join events e on e.user_id = u.id
                   where e.sequence_number = 1 and e.created_at > u.created_at + interval '1 hour');`,
    living,
  ],
  [
    "events of a user come from the user's place",
    `${buyer} update users set city = 'Nowhere' where id in (select user_id from buyer);`,
    classic,
  ],
  [
    'sessions number their events 1, 2, 3, ...',
    `${buyer} update events set sequence_number = 70
      where event_type = 'purchase' and session_id in (select session_id from buyer);`,
  ],
  [
    'sessions go on in less than 3 minutes of shop time, forwards',
    // At 1440 times as fast, 200 milliseconds are nearly five minutes.
    `create temporary table chosen on commit drop as
     select min(id::text)::uuid as id from events
      where user_id is null and created_at > (select min(real_from) + interval '1 minute' from thelook.clock)
        and created_at < (select min(real_from) + interval '9 minutes' from thelook.clock)
        and session_id in (select session_id from events group by session_id having count(*) > 1)
        and sequence_number = 1;
     update events set created_at = created_at - interval '200 milliseconds' where id in (select id from chosen);`,
    living,
  ],
  [
    'sessions go on in less than 3 minutes, forwards',
    `${buyer} update users set created_at = created_at - interval '1 hour' where id in (select user_id from buyer);
     update events set created_at = created_at - interval '3 minutes'
      where event_type = 'home' and session_id in (select session_id from buyer);`,
    classic,
  ],
  [
    'sessions have one user, address, place, browser and source',
    `${buyer} update events set ip_address = '8.8.8.8'
      where event_type = 'cart' and session_id in (select session_id from buyer);`,
    classic,
  ],
  [
    'sessions have one address, place, browser and source, and one user from the sign-up on',
    `${buyer}
     update users set created_at = created_at - interval '1 hour', updated_at = updated_at - interval '1 hour'
      where id in (select user_id from buyer);
     update events e set user_id = b.user_id
       from buyer b where b.session_id = e.session_id and e.sequence_number = 1;
     update events e set user_id = null
       from buyer b where b.session_id = e.session_id and e.sequence_number = 2;`,
    living,
  ],
  ['sessions are one of the known visits', visit(`(1, 'cart', '/cart')`)],
  [
    'purchases and orders belong together',
    `${buyer} update events set created_at = created_at + interval '1 millisecond'
      where event_type = 'purchase' and session_id in (select session_id from buyer);`,
  ],
  [
    'whoever cancels or sends back has an order of which that is told',
    `update events set created_at = created_at - interval '1 millisecond'
      where id = (select min(id::text)::uuid from events where event_type = 'return');`,
    living,
  ],
  [
    'a purchase of one item takes 5 events, of n items 3n + 1',
    `${buyerOfTwo}
     update events set sequence_number = sequence_number + 3 where session_id in (select session_id from visit);
     insert into events
     select gen_random_uuid(), user_id, sequence_number - 3, e.session_id, begun, ip_address, city, state,
            postal_code, browser, traffic_source, uri, event_type
       from events e join visit using (session_id) where sequence_number <= 6;`,
    classic,
  ],
];
