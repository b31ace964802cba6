import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problem, PROBLEM_MEDIA_TYPE, type ProblemStatus } from '@thelook/feed';

interface Answer {
  status: number;
  body: string;
}

/** A server that refuses every upgrade, and says so without one, too. */
export class RefusingServer {
  /** Upgrades that were refused. */
  upgrades = 0;
  /** What was asked for without an upgrade. */
  readonly asked: string[] = [];
  /** The credentials that came along with that. */
  readonly authorizations: (string | undefined)[] = [];
  /** When to try again, as it goes into the header. */
  retryAfter: string | undefined;
  /** The answer without an upgrade, if it is not the one to the last upgrade; undefined: none at all. */
  answer: Answer | undefined | 'as refused' = 'as refused';
  readonly #statuses: readonly ProblemStatus[];
  readonly #server: Server;

  private constructor(server: Server, statuses: readonly ProblemStatus[]) {
    this.#server = server;
    this.#statuses = statuses;
    server.on('upgrade', (_request: IncomingMessage, socket) => {
      this.upgrades += 1;
      const { status, body } = this.#refusal();
      const head = `Content-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${body.length}`;
      const wait = this.retryAfter === undefined ? '' : `\r\nRetry-After: ${this.retryAfter}`;
      socket.end(`HTTP/1.1 ${status} No\r\n${head}${wait}\r\n\r\n${body}`);
    });
    server.on('request', ({ url = '', headers }, response) => {
      this.asked.push(url);
      this.authorizations.push(headers.authorization);
      if (this.retryAfter !== undefined) response.setHeader('Retry-After', this.retryAfter);
      const answer = this.answer === 'as refused' ? this.#refusal() : this.answer;
      if (answer) response.writeHead(answer.status, { 'Content-Type': PROBLEM_MEDIA_TYPE }).end(answer.body);
    });
  }

  /** Refuses with one status after the other, and then with the last again and again. */
  static async start(...statuses: ProblemStatus[]): Promise<RefusingServer> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new RefusingServer(server, statuses);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }

  #refusal(): Answer {
    const status = this.#statuses[Math.min(this.upgrades, this.#statuses.length) - 1]!;
    return {
      status,
      body: JSON.stringify(problem(status, { code: 'THELOOK_X', detail: 'Not so.', field: 'lookback' })),
    };
  }
}
