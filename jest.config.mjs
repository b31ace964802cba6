/** Jest on TypeScript and native ES modules, straight from source. */
const project = (displayName, testMatch, extra = {}) => ({
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@thelook/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/\\.nx/', '<rootDir>/\\.thelook/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  ...extra,
});

const server = {
  globalSetup: '<rootDir>/tools/jest/start-server.mjs',
  globalTeardown: '<rootDir>/tools/jest/stop-server.mjs',
};

/** `*.test.ts` needs nothing, `*.integration.test.ts` a PostgreSQL server, `*.e2e.test.ts` the whole system. */
export default {
  maxWorkers: 2,
  testTimeout: 60_000,
  // Modules of a file of tests stay in memory after it.
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/tools/jest/closing-line-reporter.mjs'],
  projects: [
    project('unit', ['{libs,apps,tools}/*/test/**/!(*.integration|*.e2e).test.ts']),
    project('integration', ['{libs,apps,tools}/*/test/**/*.integration.test.ts'], server),
    project('e2e', ['apps/e2e/src/**/*.e2e.test.ts'], {
      globalSetup: '<rootDir>/tools/jest/build-page.mjs',
      globalTeardown: '<rootDir>/tools/jest/remove-page.mjs',
      setupFilesAfterEnv: ['<rootDir>/apps/e2e/src/end-remaining-processes.ts'],
    }),
  ],
};
