import { InvalidArgumentError } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@thelook/service';
import { ClientAddresses, type TrustedProxies } from './door/client-address.js';

/** The values that flags and variables take; each says what is allowed when it is given something else. */

export function whole(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text.trim()) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`Allowed: a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

export function positive(maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value > 0 && value <= maximum)) {
      throw new InvalidArgumentError(`Allowed: a number greater than 0, at most ${maximum}.`);
    }
    return value;
  };
}

export function trueOrFalse(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InvalidArgumentError('Allowed: true or false.');
}

/** An empty one would mean all of them. */
export function address(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new InvalidArgumentError('Allowed: an address or a name of this machine; 0.0.0.0 for all of them.');
}

export function folderOfPage(text: string): string {
  if (existsSync(join(text, 'index.html'))) return text;
  throw new InvalidArgumentError('Allowed: a folder with a built page, which has an index.html.');
}

/** Names of hosts with commas between them. */
export function hostNames(text: string): string[] {
  return list(text).map((name) => {
    if (/^\.?[a-z\d_-]+(\.[a-z\d_-]+)*$/i.test(name)) return name.toLowerCase();
    throw new InvalidArgumentError(
      `${name} is not allowed. Allowed: names with commas between them, without a scheme or a port; .example.com stands for the domain and all below it.`,
    );
  });
}

/** Origins with commas between them, in the form in which browsers send them. */
export function origins(text: string): string[] {
  return list(text).map((origin) => {
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    // Schemes that are no browser's own, as an extension's, have no origin of this kind: they count as they stand.
    if (url && url.host !== '' && /^\/?$/.test(url.pathname + url.search + url.hash)) {
      return url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin;
    }
    throw new InvalidArgumentError(
      `${origin} is not allowed. Allowed: origins with commas between them, as https://shop.example.com.`,
    );
  });
}

/** How many proxies there are, or who they are. */
export function trustedProxies(text: string): TrustedProxies {
  const trusted = /^\d{1,2}$/.test(text.trim()) ? Number(text) : list(text);
  try {
    new ClientAddresses(trusted);
    return trusted;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidArgumentError(
      `${why}. Allowed: how many proxies there are, 0 to 99, or addresses and networks with commas between them, as 10.0.0.0/8; loopback, linklocal and uniquelocal are names of networks.`,
    );
  }
}

/**
 * The tokens in AUTH_TOKEN, with commas between them. There is no flag for them, since everybody on a machine may read
 * the flags of its processes.
 *
 * @throws {UsageError} that does not repeat the value.
 */
export function readTokens(env: NodeJS.ProcessEnv): string[] {
  const text = env['AUTH_TOKEN'];
  if (!text) return [];
  const tokens = list(text);
  if (tokens.length > 0 && tokens.every((token) => /^[\x21-\x7e]{1,200}$/.test(token))) return tokens;
  throw new UsageError(
    'AUTH_TOKEN',
    '(not shown)',
    '1 to 200 visible ASCII characters each, with commas between them',
  );
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
