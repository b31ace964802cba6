import { problem, type Problem } from '@thelook/feed';
import type { AddressLimit } from './address-budgets.js';
import type { ChannelLimit } from './channels.js';
import type { FeedLimits } from './limits.js';
import type { LiveWindow } from './live-window.js';

/** Windows that an answer names at most. */
const NAMED_WINDOWS = 12;

/** What a client is told when a limit keeps it out. With all windows taken, that is which of them it can share. */
export function limitProblem(
  limit: AddressLimit | ChannelLimit,
  limits: FeedLimits,
  windows: Iterable<Pick<LiveWindow, 'lookbackMinutes' | 'refreshSeconds'>>,
): Problem {
  const { maxClients, maxViews, maxWindows } = limits;
  switch (limit) {
    case 'clients':
      return problem(503, {
        code: 'THELOOK_TOO_MANY_CLIENTS',
        detail: `${maxClients} clients are connected, and no more are allowed; try again later.`,
      });
    case 'clients_per_address':
      return problem(429, {
        code: 'THELOOK_TOO_MANY_CLIENTS_OF_ADDRESS',
        detail: `As many clients are connected from this address as it may have${most(limits.maxClientsPerAddress)}; close some.`,
      });
    case 'windows_per_address':
      return problem(429, {
        code: 'THELOOK_TOO_MANY_WINDOWS_OF_ADDRESS',
        detail:
          `This address has as many windows (pairs of lookback and refresh) of its own as it may` +
          `${most(limits.maxWindowsPerAddress)}. Close some, or share one with others: the default one is everybody's.`,
      });
    case 'views_per_address':
      return problem(429, {
        code: 'THELOOK_TOO_MANY_VIEWS_OF_ADDRESS',
        detail:
          `This address has as many views (windows, kinds of feed and filters) of its own as it may` +
          `${most(limits.maxViewsPerAddress)}. Close some, or use fewer filters.`,
      });
    case 'snapshots':
      return problem(429, {
        code: 'THELOOK_TOO_MANY_SNAPSHOTS_OF_ADDRESS',
        detail:
          `Clients of this address have been sent more bytes of first states than it may have ` +
          `(${limits.snapshotBytesPerSecond} a second). Wait, stay connected, or resume from a cursor.`,
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

/** What an address may have: a number, or half of what the others leave. */
function most(perAddress: number | undefined): string {
  return perAddress === undefined ? ', which is half of what others leave' : ` (${perAddress})`;
}
