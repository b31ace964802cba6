import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { readExamples, runExample, withoutExample } from '../../../tools/jest/examples.js';
import * as feed from '../src/index.js';
import { sampleItem } from './sample-items.js';
import { hello, ScriptedServer } from './scripted-server.js';

const examples = await readExamples(fileURLToPath(new URL('../', import.meta.url)));
const item = sampleItem();

let server: ScriptedServer;
beforeAll(async () => {
  server = await ScriptedServer.start(({ send }) =>
    send(hello, { type: 'snapshot', cursor: 'c1', at: 1, items: [item] }),
  );
});
afterAll(() => server[Symbol.asyncDispose]());

test('what the library exports has an example', () => {
  expect(withoutExample(feed, examples)).toEqual([]);
});

test.each(examples.map(({ file, code }, index) => [`${index + 1} in ${file}`, code]))(
  'example %s says what happens',
  async (_name, code) => {
    const bound = { item, server: server.url, WebSocket };
    expect(await runExample(code, { '@thelook/feed': feed }, bound)).toBeGreaterThan(0);
  },
);
