import { figures } from './figures.js';
import { items } from './items.js';
import { keys } from './keys.js';
import { orders } from './orders.js';
import { pages } from './pages.js';
import { references } from './references.js';
import { sessions } from './sessions.js';
import { stock } from './stock.js';
import type { Break } from './statements.js';

/** For every check one way to break it. */
export const breaks: readonly Break[] = [
  ...keys,
  ...references,
  ...orders,
  ...items,
  ...stock,
  ...sessions,
  ...pages,
  ...figures,
];
