export {
  BinariesMissingError,
  DataDirectoryError,
  EmbeddedPostgresError,
  HomeFolderError,
  ServerStartError,
  UnprivilegedUserError,
  UnsupportedPlatformError,
} from './errors.js';
export { makeFolder } from './make-folder.js';
export { acquireServer, type SharedServer, type SharedServerOptions } from './shared-server.js';
export { createDatabase, type TestDatabase } from './test-database.js';
export { startThrowawayServer, type ThrowawayServer } from './throwaway-server.js';
