import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Beside PostgreSQL's own 5432 and memorable; the following ones serve further workspaces. */
const PREFERRED = 54329;
const PREFERRED_COUNT = 16;

/**
 * A port that nothing listens on: the one used last, so that a URL once noted stays good, else one near 54329,
 * else any. Somebody else may take it before it is used.
 */
export async function choosePort(last: number | undefined): Promise<number> {
  const near = Array.from({ length: PREFERRED_COUNT }, (_, index) => PREFERRED + index);
  for (const port of last === undefined ? near : [last, ...near]) {
    if ((await probe(port)) !== undefined) return port;
  }
  return await anyPort();
}

export async function anyPort(): Promise<number> {
  const port = await probe(0);
  if (port === undefined) throw new Error(`no free port on ${LOOPBACK}`);
  return port;
}

/** The port that could be listened on, undefined when it is taken. */
function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}
