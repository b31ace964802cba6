import { problem, type Problem } from '@thelook/feed';
import type { FullBecause } from './admission.js';
import type { ChannelLimit } from './channels.js';
import type { FeedLimits } from './limits.js';
import type { LiveWindow } from './live-window.js';

/** Windows that an answer names at most. */
const NAMED_WINDOWS = 12;

/** What a client is told when a limit keeps it out. With all windows taken, that is which of them it can share. */
export function limitProblem(
  limit: FullBecause | ChannelLimit,
  limits: FeedLimits,
  windows: Iterable<Pick<LiveWindow, 'lookbackMinutes' | 'refreshSeconds'>>,
): Problem {
  const { maxClients, maxClientsPerAddress, maxViews, maxWindows } = limits;
  switch (limit) {
    case 'clients':
      return problem(503, {
        code: 'THELOOK_TOO_MANY_CLIENTS',
        detail: `${maxClients} clients are connected, and no more are allowed; try again later.`,
      });
    case 'clients_per_address':
      return problem(429, {
        code: 'THELOOK_TOO_MANY_CLIENTS_OF_ADDRESS',
        detail: `${maxClientsPerAddress} clients are connected from this address, and no more are allowed; close some.`,
      });
    case 'views':
      return problem(503, {
        code: 'THELOOK_TOO_MANY_VIEWS',
        detail:
          `${maxViews} distinct views (windows, kinds of feed and filters) are open, and no more are allowed. ` +
          'Use fewer filters, or try again later.',
      });
    case 'windows': {
      const open = [...windows]
        .slice(0, NAMED_WINDOWS)
        .map(({ lookbackMinutes, refreshSeconds }) => `${lookbackMinutes} min every ${refreshSeconds} s`);
      return problem(503, {
        code: 'THELOOK_TOO_MANY_WINDOWS',
        detail:
          `${maxWindows} distinct windows (pairs of lookback and refresh) are open, and no more are allowed. ` +
          `Share one of them (${open.join(', ')}), or try again later.`,
      });
    }
  }
}
