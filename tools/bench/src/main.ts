import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A benchmark is a folder beside this file, whose `main.ts` exports `run`. */
interface Benchmark {
  /** Measures, prints a table, and then a line `RESULT {json}`. */
  run(args: string[]): Promise<void>;
}

const folder = new URL('./', import.meta.url);
const names = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/main.ts`, folder)));

const [name = '', ...args] = process.argv.slice(2);
if (names.includes(name)) {
  const { run } = (await import(fileURLToPath(new URL(`${name}/main.ts`, folder)))) as Benchmark;
  await run(args);
} else {
  console.error(`npm run bench -- <name> [flags], where <name> is one of: ${names.join(', ')}`);
  process.exitCode = 2;
}
