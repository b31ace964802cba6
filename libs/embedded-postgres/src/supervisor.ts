/**
 * The process between the clients and PostgreSQL: started by the first client in a session of its own, so that
 * neither Ctrl-C nor the death of a client reaches it, and gone soon after the last client.
 *
 * Arguments: the home folder, and a {@link ServerKind} as JSON. On {@link WORD_FD} it says
 * whether it is the supervisor or another one is.
 */
import { writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { removeData } from './data-folder.js';
import { homeFolder } from './home-folder.js';
import { bringUp, type ServerKind } from './supervised-server.js';
import { supervise, type RunningServer } from './supervision.js';
import { SupervisorClients } from './supervisor-clients.js';
import { WORD_FD, type SupervisorWord } from './supervisor-process.js';
import { claimSupervisorSocket } from './supervisor-socket.js';
import { sweepThrowaways } from './throwaway-sweep.js';

/** The client that started us connects within milliseconds, if it still lives. */
const IDLE_MS = 10_000;
/** Asked to end because the machine goes down, we leave the clients time to finish what they are writing. */
const GRACE_MS = 10_000;

const [, , homePath = '', kindArgument = ''] = process.argv;
const home = homeFolder(homePath);
const kind = JSON.parse(kindArgument) as ServerKind;

const asked = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => asked.abort());

const clients = new SupervisorClients();
const socket = await claimSupervisorSocket(home, (client) => clients.welcome(client));
const word: SupervisorWord = socket ? 'first' : 'other';
try {
  writeSync(WORD_FD, word);
} catch {
  // Whoever started us is gone. Others may have come meanwhile.
}
if (!socket) process.exit(0);

let last: RunningServer | undefined;
const start = async (progress: (message: string) => void) =>
  (last = await bringUp(home, kind, last?.postmaster.port, progress));
const sweeping = kind.throwaway ? sweepThrowaways(home) : Promise.resolve();

const report = (message: string, ...errors: unknown[]) => console.error(`supervisor: ${message}`, ...errors);

await supervise({ start, report, idleMs: IDLE_MS, graceMs: GRACE_MS }, clients, asked.signal);

const closed = socket.close();
if (kind.throwaway) {
  await removeData(home);
  await rm(home.path, { recursive: true, force: true });
}
await Promise.all([closed, sweeping]);
await clients.bidFarewell();
// Closes the connections of those who wait for us to be gone.
process.exit(0);
