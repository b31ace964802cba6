import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { staleModules } from '../src/stale-modules.js';

let library: string;

beforeEach(() => {
  library = mkdtempSync(join(tmpdir(), 'thelook-checks-'));
  const files = ['src/index.ts', 'src/sql/users.ts', 'dist/index.js', 'dist/index.d.ts', 'dist/sql/users.js'];
  for (const file of files) create(file);
});

afterEach(() => rmSync(library, { recursive: true }));

function create(file: string): void {
  mkdirSync(dirname(join(library, file)), { recursive: true });
  writeFileSync(join(library, file), '');
}

test('keeps what the sources compile to, and files that no compiler wrote', () => {
  create('dist/page/index.html');
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
