import { tsImport } from 'tsx/esm/api';

/**
 * One throw-away PostgreSQL for the whole run, unless THELOOK_TEST_SERVER_URL names another one, such as one of an older
 * version; suites make their own database on it.
 */
export default async function startServer() {
  if (process.env.THELOOK_TEST_SERVER_URL) return;
  const { startThrowawayServer } = await tsImport(
    '../../libs/embedded-postgres/src/index.ts',
    import.meta.url,
  );
  globalThis.thelookTestServer = await startThrowawayServer();
  process.env.THELOOK_TEST_SERVER_URL = globalThis.thelookTestServer.url;
}
