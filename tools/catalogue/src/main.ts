import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFiles, FILE_NAMES } from './build.js';
import { figures } from './figures.js';

const USAGE = 'usage: main.ts [--out FOLDER]   writes the CSV files there (default: data)';

const outputFolder = (): string | undefined => {
  try {
    return parseArgs({ options: { out: { type: 'string', default: 'data' } } }).values.out;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return undefined;
  }
};

const folder = outputFolder();
if (folder === undefined) {
  process.exitCode = 2;
} else {
  const files = buildFiles(figures);
  mkdirSync(folder, { recursive: true });
  for (const name of FILE_NAMES) {
    const path = resolve(join(folder, name));
    writeFileSync(path, files[name]);
    console.log(
      `${path}: ${files[name].split('\n').length - 2} rows, ${Buffer.byteLength(files[name])} bytes`,
    );
  }
}
