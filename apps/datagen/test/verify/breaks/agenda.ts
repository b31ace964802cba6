import { living, type Break } from './statements.js';

export const agenda: Break[] = [
  [
    'orders that are Processing or Shipped have their next step in the agenda',
    `delete from thelook.agenda
      where life = (select min(life) from thelook.agenda where state -> 'orders' -> 0 ->> 'next' = 'deliver');`,
    living,
  ],
  [
    'no step of the agenda is more than a minute late',
    `update thelook.agenda set due = thelook.shop_time(now() - interval '20 minutes')
      where life = (select min(life) from thelook.agenda);`,
    living,
  ],
];
