import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';

/** The copies that the build puts beside a file, the smallest first. */
const encodings = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;

const types = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html' } as const;

/**
 * Sends a file's compressed copy to whoever takes it, by letting the handler after this one look for the copy. A
 * request for a file without copies passes unchanged.
 */
export function precompressed(directory: string): RequestHandler {
  return (request, response, next) => {
    const path = request.path.endsWith('/') ? `${request.path}index.html` : request.path;
    const extension = /\.(js|css|svg|html)$/.exec(path)?.[1] as keyof typeof types | undefined;
    if (extension === undefined || path.includes('..')) return next();
    response.vary('Accept-Encoding');
    const accepted = encodings.find(
      ({ name, extension }) =>
        request.acceptsEncodings(name) === name && existsSync(join(directory, path + extension)),
    );
    if (!accepted) return next();
    request.url = path + accepted.extension;
    response.setHeader('Content-Encoding', accepted.name);
    response.setHeader('Content-Type', `${types[extension]}; charset=utf-8`);
    next();
  };
}
