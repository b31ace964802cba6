import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';

/** Where a module is, for those that ask: CommonJS has a path instead of `import.meta.url`. */
const MODULE_URL = 'thelookModuleUrl';
const BANNER = `const ${MODULE_URL} = require('node:url').pathToFileURL(__filename).href;`;

/** A program with an `await` at its top, which CommonJS has not: it is started, never required. */
const isProgram = (code: string): boolean => /^(const \w+ = )?await /m.test(code);

/**
 * Writes the modules of a built library once more, as CommonJS, into `commonjs/`, with their types: for Jest, whose own
 * loader cannot require ES modules, and for Node.js before it could. Every module has its own twin, so that all entries
 * of the library share their state.
 *
 * @param dist what the compiler has written: ES modules and declarations.
 * @throws for a module that cannot be told in CommonJS.
 */
export async function writeCommonJs(dist: string): Promise<void> {
  const target = join(dist, 'commonjs');
  const files = await readdir(dist, { recursive: true });
  // The bundle of a library is for pages, which know ES modules only.
  const modules = files.filter((file) => /\.(js|d\.ts)$/.test(file) && !file.startsWith('bundle.'));
  for (const file of modules) {
    const output = join(target, file);
    await mkdir(dirname(output), { recursive: true });
    if (file.endsWith('.d.ts')) await copyFile(join(dist, file), output);
    else await writeFile(output, await commonJs(await readFile(join(dist, file), 'utf8'), file));
  }
  // The folder's own, since the package says that its files are ES modules.
  await writeFile(join(target, 'package.json'), '{ "type": "commonjs", "sideEffects": false }\n');
}

async function commonJs(code: string, file: string): Promise<string> {
  if (isProgram(code)) return `import('${'../'.repeat(file.split(/[\\/]/).length)}${file}');\n`;
  const usesUrl = code.includes('import.meta.url');
  const result = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcefile: file,
    // Jest's loader has no import() either.
    supported: { 'dynamic-import': false },
    ...(usesUrl && { banner: BANNER, define: { 'import.meta.url': MODULE_URL } }),
  });
  // The data are there once, for both kinds of module.
  return result.code.replaceAll('../catalogue-data.cjs', '../../catalogue-data.cjs');
}
