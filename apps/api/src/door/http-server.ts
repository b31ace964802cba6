import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { TlsCredentials } from './tls-files.js';

/** How long a connection may take to say what it wants, and to send all of it; nothing here takes a body. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 15_000;
/** How often connections are looked at for that. */
const CHECK_MS = 2_500;
/** Bytes of a request's header; no query of ours is longer than a few filters of 100 characters. */
const MAX_HEADER_BYTES = 16 * 1024;

export interface HttpServerOptions {
  tls: TlsCredentials | undefined;
  /** How long an answer may wait to be read without a byte of it being taken. */
  unreadSeconds: number;
}

/** A server, not listening yet, on which no connection is held for longer than it takes to ask and to answer. */
export function createHttpServer({ tls, unreadSeconds }: HttpServerOptions): Server {
  const options: ServerOptions = {
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const server = tls
    ? createTlsServer({ ...options, ...tls, handshakeTimeout: HEADERS_MS })
    : createServer(options);
  // A WebSocket takes its connection out of this.
  server.timeout = unreadSeconds * 1_000;
  return server;
}
