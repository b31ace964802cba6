import type { Profile } from '@thelook/models';
import type { Rule } from '../check.js';

/** What a visitor shows of itself on every page. */
const traits = ['ip_address', 'city', 'state', 'postal_code', 'browser', 'traffic_source'];
const traitsDiffer = traits.map((column) => `min(${column}) <> max(${column})`).join(' or ');

/** The pages of a visit of the profile `classic`: what was bought, one thing or several, or what a ghost looked at. */
const classicVisits = [
  'home department product cart purchase',
  'department product cart( department product cart)+ purchase',
  'product cart cancel',
  'department product cart',
  'product',
  'department product',
].join('|');

/** Those of the profile `living`; of a visit under way, any of them from the first one on. */
const look = '(department|product( cart)?)';
const livingVisits = [
  // Looks around, and may come back to the start to sign up.
  `(home|(home )?${look}( ${look})*)( home)?`,
  `(home )?(${look} )*product cart purchase`,
  'cancel',
  'return',
].join('|');

function knownVisits(profile: Profile, visits: string): Rule {
  return {
    kind: 'rule',
    profile,
    name: 'sessions are one of the known visits',
    table: 'events',
    reads: { events: ['session_id', 'sequence_number', 'event_type'] },
    violating: `
      select session_id from events group by session_id
      having string_agg(event_type, ' ' order by sequence_number) !~ '^(${visits})$'`,
  };
}

/** Web events within their session, and sessions with the order that they led to. */
export const sessions: readonly Rule[] = [
  {
    kind: 'rule',
    name: 'events of a user come after the sign-up',
    table: 'events',
    reads: { events: ['id', 'user_id', 'created_at'], users: ['id', 'created_at'] },
    violating: `
      select e.id from events e join users u on u.id = e.user_id where e.created_at < u.created_at`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: "events of a user since the last move come from the user's place",
    table: 'events',
    reads: {
      events: ['id', 'user_id', 'sequence_number', 'created_at', 'city', 'state', 'postal_code'],
      users: ['id', 'city', 'state', 'postal_code', 'created_at', 'updated_at'],
    },
    // A visit in which somebody moves is one from the old place to its end.
    violating: `
      select e.id from events e join users u on u.id = e.user_id
       where (u.updated_at = u.created_at or (e.sequence_number = 1 and e.created_at > u.updated_at))
         and (e.city is distinct from u.city or e.state is distinct from u.state
              or e.postal_code is distinct from u.postal_code)`,
  },
  {
    kind: 'rule',
    profile: 'classic',
    name: "events of a user come from the user's place",
    table: 'events',
    reads: {
      events: ['id', 'user_id', 'city', 'state', 'postal_code'],
      users: ['id', 'city', 'state', 'postal_code'],
    },
    violating: `
      select e.id from events e join users u on u.id = e.user_id
       where e.city is distinct from u.city or e.state is distinct from u.state
          or e.postal_code is distinct from u.postal_code`,
  },
  {
    kind: 'rule',
    name: 'sessions number their events 1, 2, 3, ...',
    table: 'events',
    reads: { events: ['session_id', 'sequence_number'] },
    violating: `
      select session_id from events group by session_id
      having min(sequence_number) <> 1 or max(sequence_number) <> count(*)
          or count(distinct sequence_number) <> count(*)`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: 'sessions go on in less than 3 minutes of shop time, forwards',
    table: 'events',
    reads: { events: ['session_id', 'sequence_number', 'created_at'] },
    // Pages of a visit under way have their moments by the speed with which it began.
    violating: `
      select distinct session_id from (
        select session_id, created_at,
               lag(created_at) over (partition by session_id order by sequence_number) as before
          from events) as steps
       where created_at < before
          or (created_at >= before + interval '3 minutes' / :fastest
              and shop_time(created_at) - shop_time(before) >= interval '3 minutes' + :tick
              and not speed_changed(before, created_at))`,
  },
  {
    kind: 'rule',
    profile: 'classic',
    name: 'sessions go on in less than 3 minutes, forwards',
    table: 'events',
    reads: { events: ['session_id', 'sequence_number', 'created_at'] },
    violating: `
      select distinct session_id from (
        select session_id,
               created_at - lag(created_at) over (partition by session_id order by sequence_number) as gap
          from events) as steps
       where gap < interval '0' or gap >= interval '3 minutes'`,
  },
  {
    kind: 'rule',
    profile: 'classic',
    name: 'sessions have one user, address, place, browser and source',
    table: 'events',
    reads: { events: ['session_id', 'user_id', ...traits] },
    violating: `
      select session_id from events group by session_id
      having min(user_id::text) <> max(user_id::text) or count(user_id) not in (0, count(*)) or ${traitsDiffer}`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: 'sessions have one address, place, browser and source, and one user from the sign-up on',
    table: 'events',
    reads: { events: ['session_id', 'sequence_number', 'user_id', ...traits] },
    violating: `
      select session_id from events group by session_id
      having min(user_id::text) <> max(user_id::text)
          or max(sequence_number) filter (where user_id is null)
             > min(sequence_number) filter (where user_id is not null)
          or ${traitsDiffer}`,
  },
  knownVisits('classic', classicVisits),
  knownVisits('living', livingVisits),
  {
    kind: 'rule',
    name: 'purchases and orders belong together',
    table: 'events',
    reads: {
      events: ['user_id', 'created_at', 'event_type'],
      orders: ['user_id', 'created_at'],
      users: ['id', 'created_at'],
    },
    // Counted by user and moment: a live user may place several orders at once. An order whose user is missing or
    // signed up later is the business of another rule.
    violating: `
      select coalesce(o.user_id, p.user_id) from (
        select o.user_id, o.created_at, count(*) as orders
          from orders o join users u on u.id = o.user_id and u.created_at <= o.created_at
         group by o.user_id, o.created_at) as o
        full join (
        select user_id, created_at, count(*) as purchases
          from events where event_type = 'purchase' group by user_id, created_at) as p
          on p.user_id = o.user_id and p.created_at = o.created_at
       where o.orders is distinct from p.purchases`,
  },
  {
    kind: 'rule',
    profile: 'living',
    name: 'whoever cancels or sends back has an order of which that is told',
    table: 'events',
    reads: {
      events: ['id', 'user_id', 'created_at', 'event_type'],
      order_items: ['user_id', 'cancelled_at', 'returned_at'],
    },
    violating: `
      select e.id from events e
       where e.event_type in ('cancel', 'return')
         and not exists (
           select from order_items i
            where i.user_id = e.user_id
              and e.created_at = case e.event_type when 'cancel' then i.cancelled_at else i.returned_at end)`,
  },
  {
    kind: 'rule',
    profile: 'classic',
    name: 'a purchase of one item takes 5 events, of n items 3n + 1',
    table: 'events',
    reads: {
      events: ['session_id', 'user_id', 'created_at', 'event_type'],
      orders: ['order_id', 'user_id', 'created_at'],
      order_items: ['order_id'],
    },
    violating: `
      select due.user_id from (
        select o.user_id, o.created_at, sum(case i.items when 1 then 5 else 3 * i.items + 1 end) as events
          from orders o
          join (select order_id, count(*) as items from order_items group by order_id) i
            on i.order_id = o.order_id
         group by o.user_id, o.created_at) as due
        join (
        select p.user_id, p.created_at, sum(s.events) as events
          from events p
          join (select session_id, count(*) as events from events group by session_id) s
            on s.session_id = p.session_id
         where p.event_type = 'purchase'
         group by p.user_id, p.created_at) as made
          on made.user_id = due.user_id and made.created_at = due.created_at
       where made.events <> due.events`,
  },
];
