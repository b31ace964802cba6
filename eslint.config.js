import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * Module boundaries: what each project may import of the workspace. Libraries know nothing of apps, apps
 * nothing of each other, and nobody reaches into another project by path.
 */
const allowedImports = {
  'libs/models': [],
  'libs/feed': [],
  'libs/embedded-postgres': [],
  'libs/db': ['models'],
  'libs/service': ['db', 'embedded-postgres'],
  'apps/datagen': ['models', 'db', 'service'],
  'apps/api': ['db', 'feed', 'service'],
  'apps/dashboard': ['feed'],
};

const boundaries = Object.entries(allowedImports).map(([project, allowed]) => ({
  files: [`${project}/src/**/*.{ts,tsx,cts}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^@thelook/(?!(${allowed.join('|') || '-'})(/internal|/catalogue)?$)`,
            message: `${project} may import ${allowed.map((name) => `@thelook/${name}`).join(', ') || 'no other project'}.`,
          },
          {
            regex: '(libs|apps|tools)/|^\\.\\./.*/(src|dist)/',
            message: 'Import another project by its package name.',
          },
        ],
      },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: 'ImportExpression[source.value=/^@thelook./]',
        message: 'Import other projects at the top of the file, where the rule about boundaries sees it.',
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/.nx/**',
      '**/.thelook/**',
      '**/node_modules/**',
      '**/.tsbuild/**',
      '**/.results/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.strict,
  { languageOptions: { globals: globals.node } },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.cts'],
    rules: { '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true }] },
  },
  {
    // A project of somebody else's, in CommonJS, whose tests are Jest's.
    files: ['examples/**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs', globals: { ...globals.jest, ...globals.browser } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['examples/browser/*.js'],
    languageOptions: { sourceType: 'module' },
  },
  ...boundaries,
);
