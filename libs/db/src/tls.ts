import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConfigError } from './errors.js';

const modes = ['disable', 'require', 'verify-ca', 'verify-full'];

/** A setting and the name under which the user gave it, for an error to name. */
interface Setting {
  field: string;
  value: string;
}

const off: Setting = { field: 'DB_SSL_MODE', value: 'disable' };

/**
 * TLS as PostgreSQL's own clients understand it, from the query of a connection URL or else from DB_SSL_*:
 * `require` encrypts, `verify-ca` also wants a certificate signed by the root certificate, `verify-full` also one
 * that is made out to the host. `require` together with a root certificate counts as `verify-ca`.
 *
 * @throws {ConfigError} for an unknown mode, a file that cannot be read, or files that do not go together.
 */
export function readTls(query: URLSearchParams, env: NodeJS.ProcessEnv): ConnectionOptions | false {
  const fromUrl = (parameter: string): Setting | undefined => {
    const value = query.get(parameter);
    return value ? { field: `DATABASE_URL: ${parameter}`, value } : undefined;
  };
  const fromEnv = (variable: string): Setting | undefined => {
    const value = env[variable];
    return value ? { field: variable, value } : undefined;
  };

  const mode = fromUrl('sslmode') ?? modeOfFlag(fromUrl('ssl')) ?? fromEnv('DB_SSL_MODE') ?? off;
  if (!modes.includes(mode.value)) throw new ConfigError(mode.field, mode.value, modes.join(', '));
  if (mode.value === 'disable') return false;

  const root = fromUrl('sslrootcert') ?? fromEnv('DB_SSL_ROOT_CERT');
  const certificate = fromUrl('sslcert') ?? fromEnv('DB_SSL_CERT');
  const key = fromUrl('sslkey') ?? fromEnv('DB_SSL_KEY');
  if (mode.value === 'verify-ca' && !root) {
    // Any certificate that a public authority ever signed, for whatever host, would pass.
    throw new ConfigError(mode.field, mode.value, 'verify-ca with a root certificate, or verify-full');
  }
  if (certificate && !key) {
    throw new ConfigError(certificate.field, certificate.value, 'a certificate together with its key');
  }
  return {
    rejectUnauthorized: mode.value !== 'require' || root !== undefined,
    ...(mode.value !== 'verify-full' && { checkServerIdentity: () => undefined }),
    ...(root && { ca: readPem(root) }),
    ...(certificate && { cert: readPem(certificate) }),
    ...(key && { key: readPem(key) }),
  };
}

/** `?ssl=true`, as other drivers spell it. */
function modeOfFlag(flag: Setting | undefined): Setting | undefined {
  if (!flag) return undefined;
  const mode = { true: 'verify-full', '1': 'verify-full', false: 'disable', '0': 'disable' }[flag.value];
  if (!mode) throw new ConfigError(flag.field, flag.value, 'true, false');
  return { field: flag.field, value: mode };
}

function readPem({ field, value }: Setting): string {
  try {
    return readFileSync(value, 'utf8');
  } catch (cause) {
    throw new ConfigError(field, value, 'the path of a readable PEM file', { cause });
  }
}
