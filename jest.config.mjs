const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];
const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};
const postgres = {
  globalSetup: './test/support/global-setup.ts',
  globalTeardown: './test/support/global-teardown.ts',
};
export default {
  coverageProvider: 'v8',
  // Tests of a long form (test/support/form.ts) that take longer still say so themselves.
  testTimeout: process.env.GATEHOUSE_TEST_FORM === 'long' ? 120_000 : 20_000,
  // Suites wait for sockets and Postgres more than they compute: a worker for each core, not one less.
  maxWorkers: '100%',
  // What a suite has loaded stays with its worker: after some two hundred of them V8 collects more than it runs, then the heap is full.
  workerIdleMemoryLimit: '1GB',
  testSequencer: './test/support/longest-first.mjs',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.(pg|e2e|chaos|browser)\\.test\\.ts$'],
    },
    {
      ...base,
      displayName: 'postgres',
      testMatch: ['<rootDir>/test/**/*.pg.test.ts'],
      ...postgres,
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/**/*.(e2e|chaos).test.ts'],
      ...postgres,
    },
  ],
};
