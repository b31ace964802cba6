/** A program that has both kinds of module among its own: prints what each package is to the two. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const same: Record<string, boolean> = {};
for (const name of process.argv.slice(2)) {
  const imported = (await import(name)) as Record<string, unknown>;
  const required = require(name) as Record<string, unknown>;
  const names = Object.keys(required).filter((key) => key !== 'default' && key !== '__esModule');
  same[name] = names.length > 0 && names.every((key) => required[key] === imported[key]);
}
console.log(JSON.stringify(same));
