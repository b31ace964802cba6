import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** A block of code in a README or a doc comment, marked as `ts`. */
export interface Example {
  file: string;
  code: string;
}

/** What examples may import, by the name of the package. */
export type Modules = Readonly<Record<string, object>>;

type Check = (seen: unknown, expected: unknown) => void;
type Run = (modules: Modules, check: Check, ...bound: unknown[]) => Promise<void>;
const AsyncFunction = (async () => undefined).constructor as new (...source: string[]) => Run;

/**
 * The examples of a library: those of its README and of the doc comments of its sources.
 *
 * @param folder the library's, such as `libs/models`.
 */
export async function readExamples(folder: string): Promise<Example[]> {
  const sources = await readdir(join(folder, 'src'), { recursive: true });
  const names = sources.filter((name) => name.endsWith('.ts')).map((name) => join('src', name));
  const examples: Example[] = [];
  for (const file of ['README.md', ...names]) {
    const text = (await readFile(join(folder, file), 'utf8')).replace(/^ *\* ?/gm, '');
    for (const [, code = ''] of text.matchAll(/^```ts\n(.*?)^```$/gms)) examples.push({ file, code });
  }
  return examples;
}

/** The exported values that no example names. */
export function withoutExample(exported: object, examples: readonly Example[]): string[] {
  const shown = examples.map(({ code }) => code).join('\n');
  return Object.keys(exported).filter((name) => !new RegExp(`\\b${name}\\b`).test(shown));
}

/**
 * Runs an example. Lines such as `sum(1, 2); // => 3` and `sum(NaN, 2); // throws` are checked.
 *
 * @param bound what the example finds under a name without importing it, such as an open database.
 * @returns how many checks there were.
 * @throws for a line that gives something else, and for an import of what there is not.
 */
export async function runExample(
  code: string,
  modules: Modules,
  bound: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  let checks = 0;
  const check: Check = (seen, expected) => {
    checks += 1;
    if (!isDeepStrictEqual(seen, expected)) {
      throw new Error(`expected ${JSON.stringify(expected)}, and it is ${JSON.stringify(seen)}`);
    }
  };
  const body = code
    .replace(/^import (\{[^}]*\}) from '([^']*)';/gm, (_, names: string, from: string) => {
      if (!(from in modules)) throw new Error(`${from} is not for examples`);
      return `const ${names.replaceAll(/\btype \w+,?/g, '')} = modules['${from}'];`;
    })
    .replace(/^( *)(\S.*); \/\/ => (.*)$/gm, '$1check($2, $3);')
    .replace(
      /^( *)(\S.*); \/\/ throws (\w+)$/gm,
      "$1check(await (async () => $2)().then(() => 'nothing', (error) => error.name), '$3');",
    );
  await new AsyncFunction('modules', 'check', ...Object.keys(bound), body)(
    modules,
    check,
    ...Object.values(bound),
  );
  return checks;
}
