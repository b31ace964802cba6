import { problem, type Problem } from '@thelook/feed';

/** Where pages of this machine are. */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * A check of the header `Origin`, by which a browser says whose page it is that asks; who sends none is no page. The
 * server's own pages pass, those of this machine, and those of the origins that are allowed.
 *
 * @param allowed as a browser sends them: `https://shop.example.com`.
 * @returns why a request with this `Origin` and this `Host` is refused, or undefined.
 * @example
 * const refusalOf = createOriginCheck([]);
 * refusalOf('http://localhost:3000', 'localhost:8000'); // undefined
 * refusalOf('https://evil.example', 'localhost:8000')?.code; // 'THELOOK_ORIGIN'
 */
export function createOriginCheck(
  allowed: readonly string[],
): (origin: string | undefined, host: string) => Problem | undefined {
  const others = new Set(allowed);
  return (origin, host) => {
    if (origin === undefined || others.has(origin) || isOwnOrLocal(origin, host)) return undefined;
    return problem(403, {
      code: 'THELOOK_ORIGIN',
      detail: 'Pages of that origin may not ask here; the variable ALLOWED_ORIGINS lists those that may.',
      field: 'Origin',
      value: origin.slice(0, 100),
      allowed: "this server's own origin, one of this machine, or one in ALLOWED_ORIGINS",
    });
  };
}

function isOwnOrLocal(origin: string, host: string): boolean {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (loopback.test(page.hostname)) return true;
  // Read with the page's scheme, so that its default port counts alike with and without being named.
  const own = `${page.protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === page.host;
}
