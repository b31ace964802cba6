import { connect } from 'node:net';
import { upgrade } from '../feed/raw-handshake.js';

/** The feeds that an honest client may want, by path and subprotocol. */
export const honestFeeds = [
  { name: 'records', path: '/ws', protocol: undefined },
  { name: 'items', path: '/ws?feed=items', protocol: 'thelook.v1' },
  { name: 'summary', path: '/ws?feed=summary', protocol: 'thelook.v1' },
] as const;

/** Longest wait of a newcomer, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Lets one honest client of each feed come; how many of them were let in. */
export async function admitNewcomers(port: number): Promise<number> {
  const answers = await Promise.all(
    honestFeeds.map(({ path, protocol }) => isAdmitted(port, path, protocol)),
  );
  return answers.filter(Boolean).length;
}

function isAdmitted(port: number, path: string, protocol: string | undefined): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(upgrade(path, protocol));
  return new Promise((resolve) => {
    const end = (admitted: boolean): void => {
      clearTimeout(patience);
      socket.destroy();
      resolve(admitted);
    };
    const patience = setTimeout(() => end(false), PATIENCE_MS);
    socket.once('error', () => end(false));
    socket.once('data', (answer) => end(answer.toString('latin1', 0, 12) === 'HTTP/1.1 101'));
  });
}
