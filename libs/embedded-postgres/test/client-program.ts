/**
 * A process that uses a server, for tests: told `shared HOME` or `throwaway`, it prints what it got as a line
 * of JSON, and `released` after a line on its input, or an interrupt, has told it to release that.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { acquireServer, startThrowawayServer } from '../src/index.js';

const [, , kind, home = ''] = process.argv;
const input = createInterface({ input: process.stdin });
const told = Promise.race([once(input, 'line'), once(process, 'SIGINT')]);

if (kind === 'forgetful') {
  input.close();
  process.stdin.destroy();
}
try {
  const server = kind === 'throwaway' ? await startThrowawayServer() : await acquireServer({ home });
  console.log(JSON.stringify(server));
  if (kind !== 'forgetful') {
    await told;
    // The server is there until the last of its clients has finished, whatever made them finish.
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query('select 1');
    await client.end();
    await ('stop' in server ? server.stop() : server.release());
    console.log('released');
    process.exit(0);
  }
} catch (error) {
  console.log(JSON.stringify({ error: { code: (error as { code?: string }).code, message: String(error) } }));
  process.exit(1);
}
