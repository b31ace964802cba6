import type { ErrorMessage } from '@thelook/feed';
import { Slices } from '../window/slices.js';
import type { FeedClient } from './feed-client.js';
import { Frame } from './frame.js';

/** Why clients are closed. */
export interface Goodbye {
  /** Of the close (RFC 6455, 7.4). */
  code: number;
  /** At most 123 bytes. */
  reason: string;
  /** What clients of thelook.v1 are told before. */
  message: ErrorMessage;
}

/** The view could not be made, for a reason that is ours. */
export const viewFailed: Goodbye = {
  code: 1011,
  reason: 'the view has failed',
  message: {
    type: 'error',
    code: 'THELOOK_VIEW_FAILED',
    message: 'The server cannot make this view of the window.',
    action: 'Connect again later, or tell whoever runs the server.',
  },
};

/** Closes clients, in slices, because they may be thousands. @param isTold they understand messages. */
export async function sayGoodbye(
  clients: readonly FeedClient[],
  { code, reason, message }: Goodbye,
  isTold: boolean,
): Promise<void> {
  const frame = isTold ? new Frame(JSON.stringify(message)) : undefined;
  const slices = new Slices();
  for (const client of clients) {
    if (slices.isOver) await slices.next();
    if (!client.isOpen) continue;
    if (frame) client.write(client.bytesOf(frame));
    client.webSocket.close(code, reason);
  }
}
