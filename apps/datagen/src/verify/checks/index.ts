import type { Check } from '../check.js';
import { agenda } from './agenda.js';
import { classicFigures } from './classic-figures.js';
import { items } from './items.js';
import { keys } from './keys.js';
import { livingCustomers } from './living-customers.js';
import { livingFigures } from './living-figures.js';
import { livingProducts } from './living-products.js';
import { livingReturns } from './living-returns.js';
import { livingRhythm } from './living-rhythm.js';
import { moments } from './moments.js';
import { orders } from './orders.js';
import { pages } from './pages.js';
import { references } from './references.js';
import { sessions } from './sessions.js';
import { stock } from './stock.js';
import { userFigures } from './user-figures.js';

/** Every check of every profile, in the order of the report: first what all others build on. */
export const checks: readonly Check[] = [
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
  ...livingCustomers,
  ...livingProducts,
  ...livingReturns,
  ...livingRhythm,
];
