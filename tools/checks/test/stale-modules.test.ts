import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { staleModules } from '../src/stale-modules.js';

let library: string;

beforeEach(() => {
  library = mkdtempSync(join(tmpdir(), 'thelook-checks-'));
  const files = ['src/index.ts', 'src/require.cts', 'src/sql/users.ts', 'dist/index.js', 'dist/index.d.ts'];
  for (const file of [...files, 'dist/require.cjs', 'dist/require.d.cts', 'dist/sql/users.js']) create(file);
});

afterEach(() => rmSync(library, { recursive: true }));

function create(file: string): void {
  mkdirSync(dirname(join(library, file)), { recursive: true });
  writeFileSync(join(library, file), '');
}

test('keeps what the sources compile to, and files that no compiler wrote', () => {
  create('dist/data/products.csv');
  create('dist/.tsbuildinfo');
  expect(staleModules(library)).toEqual([]);
});

test.each(['renamed.js', 'renamed.d.ts', 'renamed.js.map', 'index.cjs', 'require.js', 'sql/orders.js'])(
  'finds a module whose source is gone: %s',
  (module) => {
    create(`dist/${module}`);
    expect(staleModules(library)).toEqual([join(module)]);
  },
);
