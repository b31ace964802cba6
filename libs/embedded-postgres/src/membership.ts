import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromReport, ServerStartError } from './errors.js';
import type { HomeFolder } from './home-folder.js';
import { logSize, quoteLog } from './server-log.js';
import type { ServerKind } from './supervised-server.js';
import { onMessages, type SupervisorMessage } from './supervisor-messages.js';
import { startSupervisor, type SupervisorProcess } from './supervisor-process.js';
import { connectToSupervisor } from './supervisor-socket.js';

const POLL_MS = 20;
const LEAVE_ATTEMPTS = 3;
/** For a supervisor to listen; how long the server then takes is the supervisor's to limit. */
const SUPERVISOR_MS = 30_000;

type Ready = Extract<SupervisorMessage, { type: 'ready' }>;

export interface JoinOptions {
  home: HomeFolder;
  kind: ServerKind;
  onProgress: (message: string) => void;
}

/**
 * One user's hold on a running server. Should its supervisor be killed, another one is started that takes the
 * server over.
 */
export class Membership {
  readonly port: number;
  readonly password: string;
  readonly dataDir: string;
  readonly #options: JoinOptions;
  #connection: Connection;
  #rejoining: Promise<void> = Promise.resolve();
  #left: Promise<void> | undefined;

  private constructor(options: JoinOptions, connection: Connection) {
    this.#options = options;
    this.#connection = connection;
    ({ port: this.port, password: this.password, dataDir: this.dataDir } = connection.ready);
    this.#keep();
  }

  /** Starts the server unless it runs, and resolves when it can be used. */
  static async join(options: JoinOptions): Promise<Membership> {
    return new Membership(options, await connection(options));
  }

  /** Resolves when nobody is left who needs the server and it is stopped, or somebody is; idempotent. */
  leave(): Promise<void> {
    this.#left ??= this.#leave();
    return this.#left;
  }

  async #leave(): Promise<void> {
    await this.#rejoining;
    for (let attempt = 1; attempt <= LEAVE_ATTEMPTS; attempt += 1) {
      const { socket, closed } = this.#connection;
      socket.ref();
      socket.end();
      if ((await closed) === 'on purpose') return;
      // Killed before it could stop the server: its successor has to.
      try {
        this.#connection = await connection(this.#options);
      } catch {
        return;
      }
    }
  }

  #keep(): void {
    const { socket, closed } = this.#connection;
    // A process that forgets to release the server can end all the same, and has then released it.
    socket.unref();
    void closed.then((outcome) => {
      if (outcome === 'killed' && !this.#left) this.#rejoining = this.#rejoin();
    });
  }

  async #rejoin(): Promise<void> {
    this.#options.onProgress('the supervisor of the embedded server was killed, starting another one');
    try {
      this.#connection = await connection(this.#options);
      this.#keep();
    } catch (error) {
      this.#options.onProgress(`the embedded server is lost: ${String(error)}`);
    }
  }
}

interface Connection {
  socket: Socket;
  ready: Ready;
  /** Why the supervisor closed it. */
  closed: Promise<'on purpose' | 'killed'>;
}

async function connection(options: JoinOptions): Promise<Connection> {
  const { home, kind } = options;
  const logStart = logSize(home.log);
  const deadline = Date.now() + SUPERVISOR_MS;
  let supervisor: SupervisorProcess | undefined;
  try {
    for (;;) {
      const socket = await connectToSupervisor(home);
      const established = socket && (await untilReady(socket, options));
      if (established) return established;

      if (supervisor?.lastWord === 'nothing') throw await startError('its supervisor ended at once');
      if (socket || !supervisor || supervisor.lastWord !== undefined) {
        supervisor?.detach();
        supervisor = startSupervisor(home, kind);
      }
      if (Date.now() > deadline)
        throw await startError(`no supervisor stayed within ${SUPERVISOR_MS / 1000} s`);
      await sleep(POLL_MS);
    }
  } finally {
    supervisor?.detach();
  }

  async function startError(reason: string): Promise<ServerStartError> {
    return new ServerStartError(
      `the server in ${home.path} cannot be started: ${reason}${await quoteLog(home.log, logStart)}`,
    );
  }
}

/** Undefined when the supervisor was just about to end, and another one is needed. */
function untilReady(socket: Socket, { onProgress }: JoinOptions): Promise<Connection | undefined> {
  return new Promise((resolve, reject) => {
    let purpose: 'on purpose' | 'killed' = 'killed';
    const closed = new Promise<'on purpose' | 'killed'>((done) => {
      socket.once('close', () => done(purpose));
    });
    // Without a word we would not count.
    socket.write('join\n');
    // The supervisor never closes its half first, unless it ends.
    socket.once('end', () => socket.end());
    void closed.then(() => resolve(undefined));
    onMessages(socket, (message) => {
      if (message.type === 'progress') onProgress(message.message);
      else if (message.type === 'ready') resolve({ socket, ready: message, closed });
      else purpose = 'on purpose';
      if (message.type === 'failed') {
        socket.destroy();
        reject(fromReport(message));
      }
    });
  });
}
