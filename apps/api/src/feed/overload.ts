import { problem, type ErrorMessage, type Problem } from '@thelook/feed';
import type { WindowTooLargeError } from '../window/errors.js';
import type { ViewBudget } from './view-budget.js';

/** Why nobody can have a view now: what a client of thelook.v1 is told. */
export interface Overload extends Omit<ErrorMessage, 'type'> {
  /** For the close of a WebSocket, which has room for 123 bytes. */
  reason: string;
}

/** The window holds more than there is room for. */
export function tooLargeWindow({ code, message, limit }: WindowTooLargeError): Overload {
  return {
    code,
    message,
    action: 'Connect with a shorter lookback, or wait until the window has shrunk.',
    reason: `the window holds more than ${limit}`,
  };
}

/** The view would take more bytes than it may. */
export function tooLargeFrame(bytes: number, { maxBytes }: ViewBudget, isRecords: boolean): Overload {
  if (isRecords) {
    return {
      code: 'THELOOK_RECORDS_TOO_LARGE',
      message: `The window takes ${bytes} bytes as one message, and ${maxBytes} are allowed (MAX_RECORDS_BYTES).`,
      action: 'Use thelook.v1, whose filters make it smaller, or wait until the window has shrunk.',
      reason: `the message would have ${bytes} bytes, allowed: ${maxBytes}`,
    };
  }
  return {
    code: 'THELOOK_VIEW_TOO_LARGE',
    message: `The view takes ${bytes} bytes; all views together may take ${maxBytes} (MAX_VIEW_BYTES).`,
    action: 'Use filters, a shorter lookback or feed=summary, or connect again later.',
    reason: `the view would take ${bytes} bytes, and there is no room`,
  };
}

/** What whoever wants to connect is answered with. */
export function overloadProblem({ code, message, action }: Overload): Problem {
  return problem(503, { code, detail: `${message} ${action}` });
}
