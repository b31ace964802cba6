import type { Profile } from '@thelook/models';
import { agenda } from './agenda.js';
import { classicFigures } from './classic-figures.js';
import { items } from './items.js';
import { keys } from './keys.js';
import { livingFigures } from './living-figures.js';
import { livingYears } from './living-years.js';
import { moments } from './moments.js';
import { orders } from './orders.js';
import { pages } from './pages.js';
import { references } from './references.js';
import { sessions } from './sessions.js';
import { stock } from './stock.js';
import type { Break } from './statements.js';
import { userFigures } from './user-figures.js';

const breaks: readonly Break[] = [
  ...keys,
  ...references,
  ...moments,
  ...orders,
  ...items,
  ...stock,
  ...sessions,
  ...pages,
  ...agenda,
  ...userFigures,
  ...classicFigures,
  ...livingFigures,
  ...livingYears,
];

/** For every check of a profile one way to break it. */
export function breaksOf(profile: Profile): { check: string; statements: string; also: readonly string[] }[] {
  return breaks
    .filter(([, , details]) => details?.profile === undefined || details.profile === profile)
    .map(([check, statements, details]) => ({ check, statements, also: details?.also ?? [] }));
}
