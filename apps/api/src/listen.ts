import { once } from 'node:events';
import type { Server } from 'node:http';
import { BlockList, type AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { UsageError } from '@thelook/service';

/** What an address and a port can be at fault for, by the system's codes. */
const hostCodes = new Set(['EADDRNOTAVAIL', 'EINVAL']);
const portCodes = new Set(['EADDRINUSE', 'EACCES']);
/**
 * Connections that may wait until this process takes them, or fewer where the system's own limit is lower: when a server
 * is back, all of its clients come at once, and whoever finds the queue full waits for a second or more.
 */
const BACKLOG = 8_192;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Where a server listens. */
export interface Listening {
  /** `http://127.0.0.1:8000` */
  url: string;
  /** Whether only this machine can reach it. */
  isLocal: boolean;
}

/**
 * Listens, and resolves with the place.
 *
 * @throws {UsageError} when `host` is no address of this machine, or `port` is not to be had.
 * @example
 * await listen(createServer(), '127.0.0.1', 0); // { url: 'http://127.0.0.1:49152', isLocal: true }
 */
export async function listen(server: Server, host: string, port: number): Promise<Listening> {
  try {
    await once(server.listen({ port, host, backlog: BACKLOG }), 'listening');
  } catch (error) {
    const { code = '', syscall } = error as NodeJS.ErrnoException;
    if (syscall === 'getaddrinfo' || hostCodes.has(code)) {
      throw new UsageError('HOST', host, `an address or a name of this machine (${code})`);
    }
    if (portCodes.has(code)) {
      throw new UsageError('PORT', String(port), `a port that is free and ours to take (${code})`);
    }
    throw error;
  }
  const { address, family, port: taken } = server.address() as AddressInfo;
  const scheme = server instanceof TlsServer ? 'https' : 'http';
  const url = `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${taken}`;
  return { url, isLocal: loopback.check(address, family === 'IPv6' ? 'ipv6' : 'ipv4') };
}
