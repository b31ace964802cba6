import type { FeedQueryError } from './query.js';

/** The media type of a {@link Problem}. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  406: 'Not Acceptable',
  413: 'Content Too Large',
  421: 'Misdirected Request',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

export type ProblemStatus = keyof typeof titles;

/** The body of a response that says what went wrong (RFC 9457). */
export interface Problem {
  /** Always `about:blank`: the status says what kind of problem it is, and `code` which one. */
  type: 'about:blank';
  /** The status in words. */
  title: string;
  status: ProblemStatus;
  /** For people: what went wrong, and what to do about it. */
  detail: string;
  /** For programs. */
  code: string;
  /** The parameter at fault. */
  field?: string;
  /** What it was given. */
  value?: string;
  /** What it takes. */
  allowed?: string;
}

/**
 * A problem by its status.
 *
 * @example
 * problem(503, { code: 'THELOOK_TOO_MANY_WINDOWS', detail: 'All 8 windows are taken; try the default one.' });
 */
export function problem(
  status: ProblemStatus,
  { code, detail, field, value, allowed }: Pick<Problem, 'code' | 'detail' | 'field' | 'value' | 'allowed'>,
): Problem {
  const parameter = { field, value, allowed };
  const given = Object.entries(parameter).filter(([, text]) => text !== undefined);
  return { type: 'about:blank', title: titles[status], status, detail, code, ...Object.fromEntries(given) };
}

/** The problem of a query that is not allowed: a 400 that names the parameter. */
export function queryProblem({ code, message, field, value, allowed }: FeedQueryError): Problem {
  return problem(400, { code, detail: message, field, value, allowed });
}
