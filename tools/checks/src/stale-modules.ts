import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What the compiler writes next to `x.js` and `x.cjs`, and the sources that each comes from. */
const sources: [output: RegExp, extension: string][] = [
  [/(\.d\.ts|\.js)(\.map)?$/, '.ts'],
  [/(\.d\.cts|\.cjs)(\.map)?$/, '.cts'],
];

/**
 * Compiled modules whose source is gone: `tsc -b` leaves them behind after a rename, and they would be published.
 * Files that no compiler writes, such as a page, are none of its business; what a build adds to the modules comes after it.
 *
 * @param folder a library with `src/` and `dist/`.
 * @returns paths relative to `dist/`.
 * @example
 * staleModules('libs/feed'); // ['old-name.d.ts', 'old-name.js']
 */
export function staleModules(folder: string): string[] {
  const outputs = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' });
  return outputs.filter((output) => {
    const [pattern, extension] = sources.find(([pattern]) => pattern.test(output)) ?? [];
    return pattern && !existsSync(join(folder, 'src', output.replace(pattern, extension ?? '')));
  });
}
