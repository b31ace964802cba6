import type { Problem } from '@thelook/feed';
import type { IncomingMessage } from 'node:http';
import { ClientAddresses, type TrustedProxies } from './client-address.js';
import { createHostCheck } from './host-check.js';
import { createOriginCheck } from './origin-check.js';
import { createTokenCheck } from './token-check.js';

/** Who may come in. */
export interface DoorOptions {
  /** Names that the server goes by, besides addresses and names without a dot; `.example.com`: and all below it. */
  allowedHosts: readonly string[];
  /** Origins whose pages may ask, besides the server's own and those of its machine. */
  allowedOrigins: readonly string[];
  /** The proxies that are believed about the address of a client. */
  trustProxy: TrustedProxies;
  /** One of these is needed for all but the page's files and the two checks of health; none: nobody needs one. */
  tokens: readonly string[];
}

export const defaultDoor: DoorOptions = { allowedHosts: [], allowedOrigins: [], trustProxy: 0, tokens: [] };

/** Looks at every request, whether it becomes a WebSocket or not, before anybody else does. */
export class Door {
  readonly addresses: ClientAddresses;
  readonly #isOpen: boolean;
  readonly #refusalOfHost: (hosts: readonly string[]) => Problem | undefined;
  readonly #refusalOfOrigin: (origin: string | undefined, host: string) => Problem | undefined;
  readonly #refusalOfToken: (headers: IncomingMessage['headers']) => Problem | undefined;

  constructor({ allowedHosts, allowedOrigins, trustProxy, tokens }: DoorOptions) {
    this.addresses = new ClientAddresses(trustProxy);
    this.#refusalOfHost = createHostCheck(allowedHosts);
    this.#refusalOfOrigin = createOriginCheck(allowedOrigins);
    this.#isOpen = tokens.length === 0;
    this.#refusalOfToken = createTokenCheck(tokens);
  }

  /** Whether everybody who is no stranger is let in. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Why a request is none for this server, or of a page that may not ask; undefined when it is neither. */
  strangerOf(request: IncomingMessage): Problem | undefined {
    const { host = '', origin } = request.headers;
    return this.#refusalOfHost(hostsOf(request)) ?? this.#refusalOfOrigin(origin, host);
  }

  /** Why a request lacks the token that it needs, or undefined. */
  tokenless({ headers }: IncomingMessage): Problem | undefined {
    return this.#refusalOfToken(headers);
  }

  /** Why a request may not have what is not for everybody, or undefined. */
  refusalOf(request: IncomingMessage): Problem | undefined {
    return this.strangerOf(request) ?? this.tokenless(request);
  }
}

/** All values of `Host`: the headers as an object have the first one only. */
function hostsOf({ rawHeaders }: IncomingMessage): string[] {
  const hosts: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts.push(rawHeaders[index + 1]!);
  }
  return hosts;
}
