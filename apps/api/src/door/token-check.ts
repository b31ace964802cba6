import { problem, TOKEN_SUBPROTOCOL, type Problem } from '@thelook/feed';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const missing = problem(401, {
  code: 'THELOOK_TOKEN_MISSING',
  detail:
    'A token is needed here: send it as Authorization: Bearer TOKEN or, from a browser, offer the subprotocol ' +
    `${TOKEN_SUBPROTOCOL}BASE64URL beside the one of the feed.`,
  field: 'Authorization',
});

const wrong = problem(401, {
  code: 'THELOOK_TOKEN_WRONG',
  detail: 'That token is none of those that are let in here.',
  field: 'Authorization',
});

/**
 * A check of the token that a request brings, in `Authorization` or among the subprotocols that it offers. All tokens
 * are compared, each in constant time and by its digest, so that the time tells nothing about any of them. Nothing of
 * what was sent is in the answer.
 *
 * @param tokens those that are let in; none: everybody is.
 * @returns why a request with these headers is refused, or undefined.
 */
export function createTokenCheck(
  tokens: readonly string[],
): (headers: IncomingHttpHeaders) => Problem | undefined {
  const digests = tokens.map(digestOf);
  return (headers) => {
    if (digests.length === 0) return undefined;
    const token = tokenOf(headers);
    if (token === undefined) return missing;
    const given = digestOf(token);
    return digests.filter((digest) => timingSafeEqual(digest, given)).length > 0 ? undefined : wrong;
  };
}

/** The subprotocols that are offered, but for the one that carries a token. */
export function offeredProtocols({
  'sec-websocket-protocol': offered,
}: IncomingHttpHeaders): string[] | undefined {
  return offered
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => !name.startsWith(TOKEN_SUBPROTOCOL));
}

function tokenOf({
  authorization,
  'sec-websocket-protocol': offered,
}: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '');
  if (bearer) return bearer[1];
  const names = offered?.split(',').map((name) => name.trim());
  const encoded = names?.find((name) => name.startsWith(TOKEN_SUBPROTOCOL));
  return encoded && Buffer.from(encoded.slice(TOKEN_SUBPROTOCOL.length), 'base64url').toString();
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
