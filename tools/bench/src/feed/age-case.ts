import type { Figure } from '../report.js';
import { percentile } from './percentile.js';
import type { CaseOptions } from './records-case.js';
import { pause, Stage } from './stage.js';

const REFRESH_SECONDS = 1;

/** How old a new item is when many clients get it, and whether it is always the same one who gets it last. */
export function ageCase({ databases, seconds, clients, onProfile }: CaseOptions): Promise<Figure[]> {
  const options = {
    databases,
    // Everybody gets a snapshot first, of which only so much is sent to one address in a second.
    rows: 50,
    lookbackMinutes: 5,
    refreshSeconds: REFRESH_SECONDS,
    // Out of step with the refresh, so that every age there can be is met.
    writeEveryMs: 370,
    clientProcesses: 2,
    onProfile,
  };
  return Stage.use(options, async ({ api, load }) => {
    await load.connect({ port: api.port, path: '/ws', protocol: 'thelook.v1', clients, parse: true });
    await pause(3);
    const { delays, lastServed, lost } = await load.measure(seconds);
    return [
      {
        name: `${clients.toLocaleString('en')} clients, commit to client: p99`,
        value: percentile(delays, 0.99) / 1_000,
        unit: 's',
        atMost: REFRESH_SECONDS + 1,
      },
      { name: '  median', value: percentile(delays, 0.5) / 1_000, unit: 's' },
      { name: '  deltas looked at', value: delays.length, unit: '' },
      { name: '  rounds', value: lastServed.length, unit: '' },
      {
        name: '  clients that were the last of a round',
        value: new Set(lastServed.map(({ client }) => client)).size,
        unit: '',
        atLeast: 2,
      },
      { name: '  connections lost', value: lost, unit: '', atMost: 0 },
    ];
  });
}
