import type { Figure } from '../report.js';
import { percentile } from './percentile.js';
import type { CaseOptions } from './records-case.js';
import { pause, Stage } from './stage.js';

const CLIENTS = 100;

/** The time from a commit to a hundred clients. */
export function delayCase(
  { databases, seconds, onProfile }: CaseOptions,
  refreshSeconds: number,
  atMost: number,
): Promise<Figure[]> {
  const options = {
    databases,
    rows: 1_000,
    lookbackMinutes: 5,
    refreshSeconds,
    // Out of step with the refresh, so that every delay there can be is met.
    writeEveryMs: 37,
    clientProcesses: 1,
    onProfile,
  };
  return Stage.use(options, async ({ api, load }) => {
    const items = { port: api.port, path: '/ws', protocol: 'thelook.v1', clients: CLIENTS, parse: true };
    await load.connect(items);
    await pause(2);
    const { delays } = await load.measure(seconds);
    return [
      {
        name: `commit to client, refresh ${refreshSeconds} s: p99`,
        value: percentile(delays, 0.99) / 1_000,
        unit: 's',
        atMost,
      },
      { name: '  median', value: percentile(delays, 0.5) / 1_000, unit: 's' },
      { name: '  deltas looked at', value: delays.length, unit: '' },
    ];
  });
}
