import { UsageError } from '@thelook/service';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** A certificate and its key, in PEM. */
export interface TlsCredentials {
  cert: Buffer;
  key: Buffer;
}

/**
 * Reads the files of TLS_CERT and TLS_KEY; undefined when neither is given.
 *
 * @throws {UsageError} when only one is given, when one cannot be read or holds none of its kind, or when they do not
 * belong together.
 */
export function readTlsFiles(cert: string | undefined, key: string | undefined): TlsCredentials | undefined {
  if (!cert && !key) return undefined;
  if (!cert) throw new UsageError('TLS_CERT', '', 'a certificate, since TLS_KEY is given');
  if (!key) throw new UsageError('TLS_KEY', '', 'the key of the certificate in TLS_CERT');
  const credentials = { cert: read('TLS_CERT', cert), key: read('TLS_KEY', key) };
  check('TLS_CERT', cert, 'a file with a certificate in PEM', { cert: credentials.cert });
  check('TLS_KEY', key, 'a file with a private key in PEM, without a passphrase', { key: credentials.key });
  check('TLS_KEY', key, 'the key of the certificate in TLS_CERT', credentials);
  return credentials;
}

function read(field: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UsageError(field, path, `a file that can be read (${code})`);
  }
}

function check(field: string, path: string, allowed: string, credentials: Partial<TlsCredentials>): void {
  try {
    createSecureContext(credentials);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UsageError(field, path, `${allowed} (${code})`);
  }
}
