import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '@thelook/service';

/** What an address and a port can be at fault for, by the system's codes. */
const hostCodes = new Set(['EADDRNOTAVAIL', 'EINVAL']);
const portCodes = new Set(['EADDRINUSE', 'EACCES']);

/**
 * Listens, and resolves with the URL.
 *
 * @throws {UsageError} when `host` is no address of this machine, or `port` is not to be had.
 * @example
 * await listen(createServer(), '127.0.0.1', 0); // 'http://127.0.0.1:49152'
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  try {
    await once(server.listen(port, host), 'listening');
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
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`;
}
