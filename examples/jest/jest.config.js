module.exports = {
  projects: [
    { displayName: 'plain', testMatch: ['<rootDir>/plain.test.js'] },
    { displayName: 'ts-jest', testMatch: ['<rootDir>/typed.test.ts'], preset: 'ts-jest' },
  ],
};
