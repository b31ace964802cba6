import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConfigError } from './errors.js';

const modes = ['disable', 'require', 'verify-ca', 'verify-full'];

/** A setting and the name under which the user gave it, for an error to name. */
interface Setting {
  field: string;
  value: string;
}

/** The PEM files that the user has named. */
interface Files {
  root: Setting | undefined;
  certificate: Setting | undefined;
  key: Setting | undefined;
}

/**
 * TLS as PostgreSQL's own clients understand it, from the query of a connection URL or else from DB_SSL_*:
 * `require` encrypts, `verify-ca` also wants a certificate signed by the root certificate, `verify-full` also one
 * that is made out to the host. `require` together with a root certificate counts as `verify-ca`.
 *
 * @throws {ConfigError} for an unknown mode, a file that cannot be read or is no PEM file, whatever the mode, files
 * without any mode, and files that do not go together.
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

  const files = {
    root: fromUrl('sslrootcert') ?? fromEnv('DB_SSL_ROOT_CERT'),
    certificate: fromUrl('sslcert') ?? fromEnv('DB_SSL_CERT'),
    key: fromUrl('sslkey') ?? fromEnv('DB_SSL_KEY'),
  };
  const root = files.root && readPem(files.root);
  const cert = files.certificate && readPem(files.certificate);
  const key = files.key && readPem(files.key);

  const mode = fromUrl('sslmode') ?? modeOfFlag(fromUrl('ssl')) ?? fromEnv('DB_SSL_MODE') ?? off(files);
  if (!modes.includes(mode.value)) throw new ConfigError(mode.field, mode.value, modes.join(', '));
  if (mode.value === 'disable') return false;
  if (mode.value === 'verify-ca' && !root) {
    // Any certificate that a public authority ever signed, for whatever host, would pass.
    throw new ConfigError(mode.field, mode.value, 'verify-ca with a root certificate, or verify-full');
  }
  refuseHalfAPair(files);
  return {
    rejectUnauthorized: mode.value !== 'require' || root !== undefined,
    ...(mode.value !== 'verify-full' && { checkServerIdentity: () => undefined }),
    ...(root && { ca: root }),
    ...(cert && { cert }),
    ...(key && { key }),
  };
}

/** What is meant when no mode is given. Whoever names files believes that the connection is encrypted. */
function off(files: Files): Setting {
  const [named] = Object.values(files).filter((file) => file !== undefined);
  if (!named) return { field: 'DB_SSL_MODE', value: 'disable' };
  throw new ConfigError(
    named.field,
    named.value,
    `a file together with DB_SSL_MODE or sslmode: ${modes.slice(1).join(', ')}, or disable for no TLS`,
  );
}

function refuseHalfAPair({ certificate, key }: Files): void {
  if (certificate && !key) {
    throw new ConfigError(certificate.field, certificate.value, 'a certificate together with its key');
  }
  if (key && !certificate) throw new ConfigError(key.field, key.value, 'a key together with its certificate');
}

/** `?ssl=true`, as other drivers spell it. */
function modeOfFlag(flag: Setting | undefined): Setting | undefined {
  if (!flag) return undefined;
  const mode = { true: 'verify-full', '1': 'verify-full', false: 'disable', '0': 'disable' }[flag.value];
  if (!mode) throw new ConfigError(flag.field, flag.value, 'true, false');
  return { field: flag.field, value: mode };
}

function readPem({ field, value }: Setting): string {
  const allowed = 'the path of a readable PEM file';
  let text: string;
  try {
    text = readFileSync(value, 'utf8');
  } catch (cause) {
    throw new ConfigError(field, value, allowed, { cause });
  }
  if (!text.includes('-----BEGIN ')) throw new ConfigError(field, value, allowed);
  return text;
}
