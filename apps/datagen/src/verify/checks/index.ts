import type { Check } from '../check.js';
import { figures } from './figures.js';
import { items } from './items.js';
import { keys } from './keys.js';
import { orders } from './orders.js';
import { pages } from './pages.js';
import { references } from './references.js';
import { sessions } from './sessions.js';
import { stock } from './stock.js';

/** Every check, in the order of the report: first what all others build on. */
export const checks: readonly Check[] = [
  ...keys,
  ...references,
  ...orders,
  ...items,
  ...stock,
  ...sessions,
  ...pages,
  ...figures,
];
