import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILE_NAMES } from '../src/build.js';
import { committedText } from './committed-files.js';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const command = ['--conditions=@thelook/source', '--import', 'tsx', main];

describe('data:build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thelook-catalogue-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('writes the committed files again, byte for byte', () => {
    const out = join(folder, 'made', 'here');
    execFileSync(process.execPath, [...command, '--out', out]);
    for (const name of FILE_NAMES) {
      expect(readFileSync(join(out, name), 'utf8') === committedText(name)).toBe(true);
    }
  });

  test('refuses an unknown flag with exit code 2 and its usage, and writes nothing', () => {
    const run = spawnSync(process.execPath, [...command, '--output', 'x'], { encoding: 'utf8' });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('--output');
    expect(run.stderr).toContain('--out FOLDER');
    expect(run.stdout).toBe('');
  });
});
